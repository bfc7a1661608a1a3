/** What ends an answer of `asker`, and what is between its fields: no answer has such control characters left. */
export const recordSeparator = '\u001e'
export const fieldSeparator = '\u001f'

/**
 * Asks over sockets, all at once, in one process of perl, which every Debian has. It uses no module, not even of
 * perl-base: loading `Socket` takes several times as long as everything here, so the numbers that Linux has on amd64 and
 * on arm64 stand here by their names.
 *
 * There is no clock finer than seconds without a module, and none is needed: what `select` leaves of a wait tells how
 * long it took, whoever sets the clock meanwhile, and the kernel knows when a datagram came, however late perl sees it.
 *
 * Each question is six arguments, as `asks.ts` spells them. Each answer is four fields: whom it is from, `connected` or
 * nothing, how it ended (0: the other end closed, or has said enough; 1: an error, in words; 3: the file names no socket;
 * 4: what it names is none; 124: its time was up), and what was heard.
 */
export const asker = String.raw`
use strict;
sub AF_UNIX () { 1 } sub AF_INET () { 2 } sub SOCK_STREAM () { 1 } sub SOCK_DGRAM () { 2 } sub SOCK_NONBLOCK () { 04000 }
sub SOL_SOCKET () { 1 } sub SO_ERROR () { 4 } sub SIOCGSTAMP () { 0x8906 }
sub EAGAIN () { 11 } sub EPIPE () { 32 } sub ECONNRESET () { 104 } sub EINPROGRESS () { 115 }

my @unresolved = (
  "Temporary failure in name resolution", "Name or service not known", "Temporary failure in name resolution",
  "Non-recoverable failure in name resolution", "No address associated with hostname"
);
my (@asks, %resolvers);

sub ended {
  my ($ask, $code, $words) = @_;
  $ask->{code} = $code;
  $ask->{heard} .= $words;
  delete $ask->{handle};
}

# A name can be waited for only as long as its resolver likes: that is done by a process which can be left behind.
sub resolver {
  my $host = shift;
  my $process = open(my $pipe, "-|") // die;
  return { process => $process, pipe => $pipe } if $process;
  alarm 5;
  my (undef, undef, undef, undef, @found) = gethostbyname $host;
  print @found ? join " ", map { join ".", unpack "C4", $_ } @found : $unresolved[$?] // $unresolved[0];
  exit;
}

sub resolved {
  my $ask = shift;
  my $resolver = $resolvers{$ask->{host}};
  $resolver->{said} //= readline($resolver->{pipe}) // $unresolved[0];
  return ended($ask, 1, $resolver->{said}) if $resolver->{said} !~ /^[\d. ]+$/;
  reach($ask, map { inet($_, $ask->{port}) } split / /, $resolver->{said});
}

sub inet { my ($address, $port) = @_; pack "S n C4 x8", AF_INET, $port, split /\./, $address }

# The socket that a file names.
sub named {
  my $ask = shift;
  my ($file, $text);
  -f $ask->{host} && open($file, "<", $ask->{host}) && read $file, $text, $ask->{bytes};
  my ($path) = $text =~ /$ask->{pattern}/m or return ended($ask, 3);
  -S $path or return ended($ask, 4);
  reach($ask, pack "S Z108", AF_UNIX, $path);
}

# A name may have several addresses: the first that takes the connection counts, or the last error.
sub reach {
  my ($ask, @addresses) = @_;
  my $address = shift @addresses;
  $ask->{addresses} = \@addresses;
  my $type = $ask->{kind} eq "udp" ? SOCK_DGRAM : SOCK_STREAM;
  socket(my $socket, unpack("S", $address), $type | SOCK_NONBLOCK, 0) or return ended($ask, 1, "$!");
  $ask->{handle} = $socket;
  return if connect($socket, $address) || $! == EINPROGRESS;
  # A full queue: whoever listens there takes no connection.
  return ended($ask, 124, "no connection") if $! == EAGAIN;
  missed($ask, "$!");
}

sub missed { my ($ask, $why) = @_; @{$ask->{addresses}} ? reach($ask, @{$ask->{addresses}}) : ended($ask, 1, $why) }

sub opened {
  my $ask = shift;
  $! = unpack "i", getsockopt $ask->{handle}, SOL_SOCKET, SO_ERROR;
  # A connection may have been taken and reset since.
  return missed($ask, "$!") if $! && $! != ECONNRESET && $! != EPIPE;
  $ask->{connected} = "connected";
  return ended($ask, 0, "open") if $ask->{bytes} == 0;
  return ended($ask, 1, "$!") if $!;
  # The kernel notes when datagrams come from the first time on that it is asked.
  stamp($ask) if $ask->{kind} eq "udp";
  $ask->{say} eq "" || defined syswrite $ask->{handle}, $ask->{say} or return ended($ask, 1, "$!");
}

sub hear {
  my $ask = shift;
  my $before = length $ask->{heard};
  my $count = sysread $ask->{handle}, $ask->{heard}, $ask->{bytes} - $before, $before;
  if (!defined $count) { return $! == EAGAIN ? () : ended($ask, 1, "$!") }
  if ($ask->{kind} eq "udp") {
    my @came = stamp($ask) or return ended($ask, 1, "$!");
    $ask->{heard} = sprintf "%d.%06d %s", @came, unpack "H*", $ask->{heard};
    return ended($ask, 0);
  }
  ended($ask, 0) if $count == 0 || length $ask->{heard} >= $ask->{bytes};
}

# When the last datagram came: seconds and microseconds.
sub stamp {
  my $ask = shift;
  my $time = "\0" x 16;
  return ioctl($ask->{handle}, SIOCGSTAMP, $time) ? unpack "l! l!", $time : ();
}

sub late {
  my $ask = shift;
  my $missing = $ask->{addresses} ? "connection" : "name resolution";
  ended($ask, 124, $ask->{connected} ? "" : "no $missing within $ask->{seconds} s");
}

# As cat -v: every byte that is no text, or the control characters alone, apart from the ends of lines.
sub shown {
  my $ask = shift;
  my $odd = $ask->{binary} ? qr/[^\t\n -~]/ : qr/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
  return $ask->{heard} =~ s/($odd)/visible(ord $1)/ger;
}

sub visible {
  my $byte = shift;
  my $low = $byte & 127;
  return ($byte > 127 ? "M-" : "") . ($low < 32 || $low == 127 ? "^" . chr($low ^ 64) : chr $low);
}

$SIG{PIPE} = "IGNORE";
while (@ARGV) {
  my %ask = (heard => "", connected => "");
  @ask{qw(to seconds bytes binary say pattern)} = splice @ARGV, 0, 6;
  @ask{qw(kind host port)} = split / /, $ask{to};
  $ask{left} = $ask{seconds};
  $ask{say} = pack "H*", $ask{say};
  push @asks, \%ask;
}
my ($longest) = sort { $b <=> $a } map { $_->{seconds} } @asks;
# For whatever hangs that is no socket.
alarm 2 + $longest;

# The resolvers come first, so that none of them holds a socket open.
for (grep { $_->{kind} ne "unix" && $_->{host} =~ /[^\d.]/ } @asks) {
  $_->{handle} = ($resolvers{$_->{host}} //= resolver($_->{host}))->{pipe};
}
for (grep { !$_->{handle} } @asks) { $_->{kind} eq "unix" ? named($_) : reach($_, inet($_->{host}, $_->{port})) }

while (my @open = grep { !defined $_->{code} } @asks) {
  my ($readable, $writable) = ("", "");
  for (@open) {
    vec($_->{addresses} && !$_->{connected} ? $writable : $readable, fileno $_->{handle}, 1) = 1;
  }
  my ($wait) = sort { $a <=> $b } map { $_->{left} } @open;
  my (undef, $rest) = select $readable, $writable, undef, $wait;
  for (@open) {
    $_->{left} -= $wait - $rest;
    if (vec $readable | $writable, fileno $_->{handle}, 1) {
      !$_->{addresses} ? resolved($_) : $_->{connected} ? hear($_) : opened($_);
    }
    late($_) if $_->{left} <= 0 && !defined $_->{code};
  }
}
kill KILL => $_->{process} for values %resolvers;
print map { join("${fieldSeparator}", @$_{qw(to connected code)}, shown($_)) . "${recordSeparator}" } @asks;
`
