import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunProgram } from '../../process/run.ts'

/** A boot sector: it writes 1 to the port that ends QEMU, and halts. `mov al,1; out 0xf4,al; hlt`, and the signature. */
const bootSector = (): Buffer => {
  const sector = Buffer.alloc(512)
  sector.set([0xb0, 0x01, 0xe6, 0xf4, 0xf4])
  sector.set([0x55, 0xaa], 510)
  return sector
}

/** What QEMU makes of the 1 that the boot sector writes. */
const exitCodeOfOne = (1 << 1) | 1

/** Milliseconds that a machine of one sector may take: a tenth of a second where it works. */
const limit = 10_000

/**
 * Whether KVM runs a machine on this processor. That its device is there says little: on a nested host it can be open
 * and QEMU dies of it, or hangs after the firmware. So it is tried.
 */
export const kvmWorks = async (runProgram: RunProgram): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-kvm-'))
  try {
    const disk = join(folder, 'disk')
    await writeFile(disk, bootSector())
    const result = await runProgram(
      'qemu-system-x86_64',
      [
        ...['-accel', 'kvm', '-cpu', 'host', '-m', '32', '-nodefaults', '-display', 'none', '-no-reboot'],
        ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=4', '-drive', `file=${disk},format=raw,if=ide`]
      ],
      { limit }
    )
    return result.kind === 'ended' && result.exitCode === exitCodeOfOne
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
