import { Card, Pagination, Table } from "antd";
import { useEffect, useRef, useState, type ComponentRef, type ReactElement, type ReactNode } from "react";

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

interface PagedRowsProps<Item extends object> extends RowsProps<Item> {
  /** So many are drawn at a time; all of them where it is left out. A browser draws no bill of 5 000 lines at once. */
  readonly mostAtOnce?: number;
}

/** A list as a table, and on a phone as cards. */
export function Rows<Item extends object>({ items, mostAtOnce, ...rest }: PagedRowsProps<Item>): ReactElement {
  const List = useIsPhone() ? Cards : WideRows;
  const [page, setPage] = useState(1);
  if (mostAtOnce === undefined || items.length <= mostAtOnce) return <List {...rest} items={items} />;
  return (
    <>
      <List {...rest} items={items.slice((page - 1) * mostAtOnce, page * mostAtOnce)} />
      <Pagination
        align="end"
        current={page}
        pageSize={mostAtOnce}
        total={items.length}
        showSizeChanger={false}
        onChange={setPage}
      />
    </>
  );
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
