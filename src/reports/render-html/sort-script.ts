/** The page's only script: a click on a head cell sorts the table. The page reads as well without it. */
export const sortScript = `
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0], heads = table.tHead.rows[0].cells;
  Array.from(heads).forEach((head, column) => {
    if (!body.rows[0] || body.rows[0].cells[column].dataset.key === undefined) return;
    head.classList.add('key'); head.tabIndex = 0;
    const sort = () => {
      const order = head.getAttribute('aria-sort') === 'descending' ? 1 : -1;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order < 0 ? 'descending' : 'ascending');
      const key = (row) => row.cells[column].dataset.key;
      const compare = (a, b) => {
        const x = key(a), y = key(b);
        if (x === '' || y === '') return (x === '') - (y === '');
        const number = Number(x) - Number(y);
        return order * (Number.isNaN(number) ? (x < y ? -1 : x > y ? 1 : 0) : number);
      };
      body.append(...Array.from(body.rows).sort(compare));
    };
    head.addEventListener('click', sort);
    head.addEventListener('keydown', (event) => { if (event.key === 'Enter') sort(); });
  });
}
`.trim();
