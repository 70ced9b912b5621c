import { Card, Table } from "antd";
import { useEffect, useRef, type ComponentRef, type ReactElement, type ReactNode } from "react";

import { useIsPhone } from "./use-is-phone.ts";

export interface Column<Item> {
  readonly key: string;
  readonly title: string;
  readonly show: (item: Item) => ReactNode;
  /** On a phone its value stands alone: what it is is plain without its title. */
  readonly isPlain?: boolean;
}

interface RowsProps<Item extends object> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
}

/** A list as a table, and on a phone as cards. */
export function Rows<Item extends object>({ label, items, columns, keyOf }: RowsProps<Item>): ReactElement {
  const List = useIsPhone() ? Cards : WideRows;
  return <List {...{ label, items, columns, keyOf }} />;
}

function WideRows<Item extends object>({ label, items, columns, keyOf }: RowsProps<Item>): ReactElement {
  const table = useRef<ComponentRef<typeof Table>>(null);
  useEffect(() => {
    // Wider than its place it is scrolled, by keys too.
    table.current?.nativeElement.querySelector(".ant-table-content")?.setAttribute("tabindex", "0");
  });
  return (
    <Table<Item>
      ref={table}
      aria-label={label}
      size="middle"
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={[...items]}
      rowKey={keyOf}
      columns={columns.map(({ key, title, show }) => ({ key, title, render: (_, item) => show(item) }))}
    />
  );
}

function Cards<Item extends object>({ label, items, columns, keyOf }: RowsProps<Item>): ReactElement {
  return (
    <ul className="cards" aria-label={label}>
      {items.map((item) => (
        <li key={keyOf(item)}>
          <Card size="small">
            {columns.map(({ key, title, show, isPlain }) => (
              <div key={key} className="card-line">
                {isPlain === true ? null : <span className="card-title">{title}</span>} {show(item)}
              </div>
            ))}
          </Card>
        </li>
      ))}
    </ul>
  );
}
