import { describe, expect, it } from 'vitest'
import { linked, linkTo, showsLinks } from '../../src/terminal/link.ts'

describe('a link', () => {
  it('leads to the web or to a mailbox, and nowhere else', () => {
    expect(linkTo('https://docs.openstack.org/ha-guide')).toEqual({ address: 'https://docs.openstack.org/ha-guide' })
    expect(linkTo('mailto:someone@example.org')).toEqual({ address: 'mailto:someone@example.org' })
    for (const href of [
      '#part',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'ssh://controller1',
      '//example.org',
      'https://'
    ]) {
      expect(linkTo(href)).toBeUndefined()
    }
  })

  it('has an address of printable ASCII, of a bounded length', () => {
    expect(linkTo('https://例子.example/仲裁?a=\u009c')?.address).toBe(
      'https://xn--fsqu00a.example/%E4%BB%B2%E8%A3%81?a=%C2%9C'
    )
    expect(linkTo('https://a.example/\u001b\\\u0007\u001b]0;title')?.address).toMatch(/^[!-~]+$/)
    expect(linkTo(`https://a.example/${'x'.repeat(3000)}`)).toBeUndefined()
  })

  it('is closed behind its text', () => {
    expect(linked('here', { address: 'https://a.example/' })).toBe(
      '\u001b]8;;https://a.example/\u001b\\here\u001b]8;;\u001b\\'
    )
  })
})

describe('a terminal shows links', () => {
  it.each([
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.4.15' }, true],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.2' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '2.0.0' }, true],
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }, true],
    [{ TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }, false],
    [{ TERM: 'xterm-256color', VTE_VERSION: '6800' }, true],
    [{ TERM: 'xterm-256color', VTE_VERSION: '4601' }, false],
    [{ TERM: 'xterm-256color', VTE_VERSION: '0.50.0' }, false],
    [{ TERM: 'xterm-kitty' }, true],
    [{ WT_SESSION: 'x' }, true],
    [{ TERM: 'xterm-256color' }, false],
    [{}, false],
    // What is around it says nothing of tmux or screen.
    [{ TERM: 'tmux-256color', TMUX: '/tmp/tmux', VTE_VERSION: '6800' }, false],
    [{ TERM: 'screen', STY: '1.pts', WT_SESSION: 'x' }, false],
    [{ TERM: 'screen', TMUX: 'x', FORCE_HYPERLINK: '1' }, true],
    [{ TERM: 'xterm-kitty', FORCE_HYPERLINK: '0' }, false]
  ])('where its environment is %j: %j', (environment, expected) => {
    expect(showsLinks(environment)).toBe(expected)
  })
})
