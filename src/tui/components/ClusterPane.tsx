import { type ReactElement, useMemo } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import type { LiveSnapshot } from '../../lab/live-snapshot.ts'
import type { Paint } from '../../terminal/paint.ts'
import { clusterRows } from '../cluster.ts'
import type { Size } from '../layout.ts'
import { spokenCluster } from '../spoken-cluster.ts'
import { Rows } from './Rows.tsx'

export interface ClusterPaneProps {
  readonly snapshot: LiveSnapshot
  readonly size: Size
  readonly messages: Messages
  readonly paint: Paint
}

/** The live cluster. Its clock is that of the snapshot, of which there is a new one each second. */
export const ClusterPane = ({ snapshot, size, messages, paint }: ClusterPaneProps): ReactElement => {
  const { columns, rows } = size
  const shown = useMemo(
    () =>
      paint.spoken
        ? spokenCluster(snapshot, { columns, rows }, messages)
        : clusterRows(snapshot, snapshot.at, { columns, rows }, messages, paint),
    [snapshot, columns, rows, messages, paint]
  )
  return <Rows paint={paint} size={size} rows={shown} />
}
