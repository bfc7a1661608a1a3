/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'api.listening': 'something listens on port 8774',
  'api.bound': 'the API listens on',
  'api.unit': 'unit of the API',
  'api.activeState': 'state of the unit',
  'api.enabled': 'the API is there after a boot',
  'api.answer': 'answer of the API',
  'api.status': 'HTTP status of the API',
  'api.text': 'text of the API',
  'api.vipAnswer': 'answer at the VIP',
  'api.vipStatus': 'HTTP status at the VIP'
} as const
