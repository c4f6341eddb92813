
'use strict';
(async () => {
  const byId = id => document.getElementById(id);
  // A long page carries its data packed.
  const unpack = packed => {
    const bytes = Uint8Array.from(atob(packed), one => one.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
  };
  if (byId('data').type === 'application/gzip' && !('DecompressionStream' in window)) {
    byId('app').hidden = false;
    byId('list').textContent = 'This page needs a browser of 2023 or later: it carries its data packed.';
    return;
  }
  const data = byId('data').type === 'application/gzip' ? await unpack(byId('data').textContent) : JSON.parse(byId('data').textContent);
  const text = data.strings;
  for (const finding of data.findings) for (const part of ['incident', 'remediation', 'subject']) finding[part] = text[finding[part]];
  const kStep = 60;  // cards that are made at a time
  const kOpen = 8;   // cards that are open from the start
  const kSeverities = ['info', 'low', 'medium', 'high', 'critical'];
  const kEdits = ['added', 'removed', 'changed', 'reordered'];
  const kSigns = { added: '+', removed: '−', changed: '~', reordered: '⇅' };
  const kActs = { delete: '− destroy', replace: '± replace', forget: '⊘ forget', update: '~ update', create: '+ create', read: '? read', import: '↓ import', 'no-op': '= keep' };
  const kForces = 1, kUnknown = 2, kSensitive = 4;

  // Text goes in as text: nothing of the plan is ever parsed as HTML.
  const make = (tag, name, ...children) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    for (const child of children) if (child !== null && child !== undefined) node.append(child);
    return node;
  };

  const place = (file, line) => {
    if (file < 0) return null;
    const path = text[file];
    const shown = line > 0 ? path + ':' + line : path;
    if (!/^https?:\/\//.test(data.url)) return make('span', '', shown);
    const link = make('a', '', shown);
    link.href = data.url.replace('{path}', path.split('/').map(encodeURIComponent).join('/')).replace('{line}', String(line || 1));
    link.rel = 'noopener';
    return link;
  };

  // Changes: [address, action, type, reason, loss, note, module, file, line, flags, attributes, left out, why, light]
  const change = index => {
    const [address, action, type, reason, loss, note, module, file, line, createsFirst, attributes, leftOut, why, light] = data.changes[index];
    return { address: text[address], action: text[action], type: text[type], reason: text[reason], loss: text[loss], note: text[note], module: text[module], file, line, createsFirst, attributes, leftOut, why, light: text[light] };
  };
  // Attributes: [path, edit, noise, before, after, flags, line], seven numbers each.
  const attributes = flat => {
    const out = [];
    for (let i = 0; i < flat.length; i += 7) {
      out.push({ path: text[flat[i]], edit: kEdits[flat[i + 1]], noise: flat[i + 2], before: flat[i + 3], after: flat[i + 4], flags: flat[i + 5], line: flat[i + 6] });
    }
    return out;
  };

  const groups = data.groups.map(([changes, marks], index) => {
    const first = change(changes[0]);
    let worst = -1;
    for (let i = 0; i < marks.length; i += 2) worst = Math.max(worst, data.findings[marks[i]].severity);
    return { index, changes, marks, first, worst };
  });
  const findings = data.findings.filter(finding => finding.status === 'new').map(finding => ({ finding }));

  // A search looks at each text of the table once, then at the numbers of each change.
  let lower = null;
  const hitsOf = word => {
    lower = lower || text.map(one => one.toLowerCase());
    const hits = new Uint8Array(lower.length);
    lower.forEach((one, i) => { if (one.includes(word)) hits[i] = 1; });
    return hits;
  };
  const groupHas = (group, word, hits) => {
    const has = row => {
      if (hits[row[0]] || hits[row[2]] || hits[row[3]] || hits[row[5]]) return true;
      const flat = row[10];
      for (let i = 0; i < flat.length; i += 7) if (hits[flat[i]] || hits[flat[i + 3]] || hits[flat[i + 4]]) return true;
      return false;
    };
    if (group.changes.some(index => has(data.changes[index]))) return true;
    for (let i = 0; i < group.marks.length; i += 2) if (findingHas({ finding: data.findings[group.marks[i]] }, word)) return true;
    return false;
  };
  const findingHas = ({ finding }, word) => [finding.message, finding.policy, finding.subject, finding.file < 0 ? '' : text[finding.file]].some(part => part.toLowerCase().includes(word));
  const listHas = (item, word) => item.some(part => part.toLowerCase().includes(word));

  const state = { view: groups.length ? 'plan' : 'findings', search: '', chips: new Set(), module: '', noise: false, open: false, shown: [], made: 0 };

  const snippet = lines => {
    const box = make('div', 'code');
    for (const [number, line, from, width] of lines) {
      const cells = Array.from(line);
      const row = make('div', '', make('span', 'no', String(number).padStart(4) + ' │ '));
      row.append(cells.slice(0, from).join(''), make('mark', '', cells.slice(from, from + width).join('')), cells.slice(from + width).join(''));
      box.append(row);
    }
    return box;
  };

  const findingNode = (finding, isShort) => {
    const node = make('div', 'finding ' + kSeverities[finding.severity]);
    node.append(make('div', 'head', make('span', kSeverities[finding.severity], kSeverities[finding.severity] + ' '), finding.message));
    const where = place(finding.file, finding.line);
    node.append(make('div', 'label', finding.policy, where ? ' · ' : null, where, finding.subject && !isShort ? ' · ' + finding.subject : null, finding.instances.length ? ' and ' + finding.instances.length + ' more' : null));
    if (finding.snippet.length) node.append(snippet(finding.snippet));
    if (finding.incident) node.append(make('p', '', make('span', 'label', 'What breaks: '), finding.incident));
    if (finding.remediation) node.append(make('p', '', make('span', 'label', 'What to do: '), finding.remediation));
    return node;
  };

  const valueNode = (index, name, isUnknown) => make('span', isUnknown ? 'unknown' : name, text[index] === '' ? '(empty)' : text[index]);

  const attributeRow = (attribute, first) => {
    const value = make('td', 'value');
    const isUnknown = (attribute.flags & kUnknown) !== 0;
    if (attribute.edit === 'reordered') value.append('the same in another order or spelling');
    else if (attribute.edit === 'added') value.append(valueNode(attribute.after, 'new', isUnknown));
    else if (attribute.edit === 'removed') value.append(valueNode(attribute.before, 'old', false));
    else value.append(valueNode(attribute.before, 'old', false), ' → ', valueNode(attribute.after, 'new', isUnknown));
    if (attribute.flags & kForces) value.append(make('span', 'why', 'forces the replacement'));
    const line = make('td', 'line');
    if (attribute.line > 0 && first.file >= 0) {
      const link = place(first.file, attribute.line);
      link.textContent = 'line ' + attribute.line;
      line.append(link);
    }
    const tone = attribute.flags & kForces ? 'forces' : attribute.edit;
    const row = make('tr', attribute.noise ? 'quiet' : '', make('td', tone, attribute.flags & kForces ? '!' : kSigns[attribute.edit]), make('td', 'path', attribute.path), value, line);
    return row;
  };

  const kNoises = ['', 'known only after apply', 'empty values written otherwise', 'effective tags that follow'];

  const fillGroup = (group, body) => {
    const { first } = group;
    if (first.why.length) {
      const chain = make('ol', 'chain');
      for (const step of first.why) chain.append(make('li', '', text[step]));
      body.append(make('div', 'label', 'Why, from its root:'), chain);
    }
    const all = attributes(first.attributes);
    const table = make('tbody');
    const hidden = [0, 0, 0, 0];
    all.forEach((attribute, at) => {
      const marks = [];
      for (let i = 0; i < group.marks.length; i += 2) if (group.marks[i + 1] === at) marks.push(data.findings[group.marks[i]]);
      if (attribute.noise && !state.noise && !marks.length) { hidden[attribute.noise] += 1; return; }
      table.append(attributeRow(attribute, first));
      for (const finding of marks) {
        const cell = make('td', '', findingNode(finding, true));
        cell.colSpan = 3;
        table.append(make('tr', '', make('td'), cell));
      }
    });
    if (table.children.length) body.append(make('table', 'rows', table));
    const rest = kNoises.map((name, i) => hidden[i] ? hidden[i] + ' ' + name : '').filter(Boolean);
    if (first.leftOut) rest.push(first.leftOut + ' more attributes, not kept in this page');
    if (rest.length) body.append(make('div', 'label', rest.join(' · ')));
    for (let i = 0; i < group.marks.length; i += 2) if (group.marks[i + 1] < 0) body.append(findingNode(data.findings[group.marks[i]], true));
    if (group.changes.length > 1) {
      const list = make('ul', 'list');
      for (const index of group.changes.slice(0, 500)) list.append(make('li', '', text[data.changes[index][0]]));
      if (group.changes.length > 500) list.append(make('li', '', '… and ' + (group.changes.length - 500) + ' more'));
      body.append(make('div', 'label', 'The same in each of:'), list);
    }
    if (!body.children.length) body.append(make('div', 'label', 'Nothing more is known of it.'));
  };

  const card = (summary, fill, isOpen) => {
    const node = make('details', '', summary);
    const body = make('div', 'body');
    const open = () => { if (!body.children.length) fill(body); };
    node.append(body);
    node.addEventListener('toggle', () => { if (node.open) open(); });
    if (isOpen) { open(); node.open = true; }
    return node;
  };

  const groupCard = group => {
    const { first, changes } = group;
    const isLoss = first.loss === 'D0' || first.loss === 'D1';
    const times = changes.length > 1 ? make('span', 'times', ' × ' + changes.length) : null;
    const notes = [first.note, first.attributes.some((_, i) => i % 7 === 5 && first.attributes[i] & kForces) ? '' : first.reason, first.createsFirst ? 'the new one is made first' : '', first.light ? 'only ' + (first.light === 'computed' ? 'values known after apply' : first.light) : ''].filter(Boolean);
    const note = make('div', 'note', isLoss ? make('span', 'loss', 'data loss ' + first.loss) : null, notes.join(' · '), notes.length ? ' ' : null);
    const marks = make('span', 'marks');
    const seen = new Set();
    for (let i = 0; i < group.marks.length; i += 2) {
      const finding = data.findings[group.marks[i]];
      if (seen.has(finding.policy)) continue;
      seen.add(finding.policy);
      marks.append(make('span', 'mark ' + kSeverities[finding.severity], finding.policy));
    }
    note.append(marks);
    const summary = make('summary', '', make('span', 'act ' + first.action, kActs[first.action] || first.action), make('span', 'name', first.address, times), make('span', 'where', place(first.file, first.line)), note.textContent ? note : null);
    return card(summary, body => fillGroup(group, body), state.open || (state.made < kOpen && (isLoss || group.worst >= data.gate)));
  };

  const findingCard = ({ finding }) => {
    const severity = kSeverities[finding.severity];
    const summary = make('summary', '', make('span', 'act ' + severity, severity), make('span', '', finding.message), make('span', 'where', place(finding.file, finding.line)), make('span', 'note', finding.policy + (finding.subject ? ' · ' + finding.subject : '')));
    return card(summary, body => body.append(findingNode(finding, false)), state.open || (state.made < kOpen && finding.severity >= data.gate));
  };

  const views = {
    plan: { name: 'Changes', items: groups, has: groupHas, card: groupCard, chip: group => [group.first.action, ...(group.worst < 0 ? [] : [kSeverities[group.worst]])], module: group => group.first.module },
    findings: { name: 'Findings', items: findings, has: findingHas, card: findingCard, chip: item => [kSeverities[item.finding.severity]], module: () => '' },
    drift: { name: 'Changed outside', items: data.drift, has: listHas, card: ([address, action, outcome, ...rows]) => make('div', 'card', make('span', 'name', address), ' ', make('strong', '', outcome), make('div', 'label', rows.join(' · '))), chip: () => [], module: () => '' },
    outputs: { name: 'Outputs', items: data.outputs, has: listHas, card: ([name, action, before, after]) => make('div', 'card', make('span', 'name', name), ' ', make('strong', action, action === 'create' ? 'new' : action === 'delete' ? 'gone' : 'changes'), make('div', 'label', [before, after].filter(Boolean).join(' → '))), chip: () => [], module: () => '' },
    notes: { name: 'Not understood', items: data.notes, has: listHas, card: ([kind, where, message, help]) => make('div', 'card', make('strong', kind === 'error' ? 'delete' : 'update', kind + ': '), where ? where + ': ' : null, message, help ? make('div', 'label', help) : null), chip: () => [], module: () => '' },
  };

  const count = (items, of) => {
    const out = new Map();
    for (const item of items) for (const name of of(item)) out.set(name, (out.get(name) || 0) + (item.changes ? item.changes.length : 1));
    return out;
  };

  const showMore = () => {
    const { card: makeCard } = views[state.view];
    const piece = document.createDocumentFragment();
    const end = Math.min(state.made + kStep, state.shown.length);
    for (; state.made < end; state.made += 1) piece.append(makeCard(state.shown[state.made]));
    byId('list').append(piece);
    byId('more').hidden = state.made >= state.shown.length;
  };

  const apply = () => {
    const view = views[state.view];
    const wanted = state.search.toLowerCase().split(/\s+/).filter(Boolean).map(word => ({ word, hits: state.view === 'plan' ? hitsOf(word) : null }));
    const isSeverity = name => kSeverities.includes(name);
    const actions = [...state.chips].filter(name => !isSeverity(name));
    const severities = [...state.chips].filter(isSeverity);
    state.shown = view.items.filter(item => {
      const chips = view.chip(item);
      if (actions.length && !actions.some(name => chips.includes(name))) return false;
      if (severities.length && !severities.some(name => chips.includes(name))) return false;
      if (state.module) {
        const module = view.module(item);
        const isInside = state.module === '(root)' ? module === '' : module === state.module || module.startsWith(state.module + '.') || module.startsWith(state.module + '[');
        if (!isInside) return false;
      }
      return wanted.every(({ word, hits }) => view.has(item, word, hits));
    });
    state.made = 0;
    byId('list').replaceChildren();
    if (!state.shown.length) byId('list').append(make('div', 'empty', view.items.length ? 'Nothing matches.' : 'Nothing here.'));
    const total = list => list.reduce((sum, item) => sum + (item.changes ? item.changes.length : 1), 0);
    byId('count').textContent = total(state.shown) + ' of ' + total(view.items);
    showMore();
  };

  const showTools = () => {
    const view = views[state.view];
    const chips = byId('chips');
    chips.replaceChildren();
    const order = [...Object.keys(kActs), ...[...kSeverities].reverse()];
    for (const [name, number] of [...count(view.items, view.chip)].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]))) {
      const chip = make('button', '', (kActs[name] || name) + ' ' + number);
      chip.type = 'button';
      chip.setAttribute('aria-pressed', String(state.chips.has(name)));
      chip.addEventListener('click', () => {
        if (!state.chips.delete(name)) state.chips.add(name);
        chip.setAttribute('aria-pressed', String(state.chips.has(name)));
        apply();
      });
      chips.append(chip);
    }
    const modules = [...new Set(view.items.map(view.module))].sort();
    const select = byId('module');
    select.hidden = modules.length < 2;
    select.replaceChildren(new Option('every module', ''), ...modules.map(name => new Option(name || '(root)', name || '(root)')));
    byId('noise').parentElement.hidden = state.view !== 'plan';
  };

  const showView = name => {
    state.view = name;
    state.chips.clear();
    state.module = '';
    for (const button of byId('views').children) button.setAttribute('aria-pressed', String(button.dataset.view === name));
    showTools();
    apply();
  };

  for (const [name, view] of Object.entries(views)) {
    if (!view.items.length && name !== 'findings') continue;
    const number = name === 'plan' ? data.changes.length : view.items.length;
    const button = make('button', '', view.name + ' ' + number);
    button.type = 'button';
    button.dataset.view = name;
    button.addEventListener('click', () => showView(name));
    byId('views').append(button);
  }

  let timer = 0;
  byId('search').addEventListener('input', event => {
    clearTimeout(timer);
    timer = setTimeout(() => { state.search = event.target.value; apply(); }, 80);
  });
  byId('module').addEventListener('change', event => { state.module = event.target.value; apply(); });
  byId('noise').addEventListener('change', event => { state.noise = event.target.checked; apply(); });
  byId('expand').addEventListener('click', event => {
    state.open = !state.open;
    event.target.textContent = state.open ? 'Collapse' : 'Expand all';
    apply();
  });
  byId('more').addEventListener('click', showMore);
  if ('IntersectionObserver' in window) new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) showMore(); }, { rootMargin: '600px' }).observe(byId('more'));
  byId('theme').hidden = false;
  byId('theme').addEventListener('click', () => {
    const isDark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
  });
  byId('app').hidden = false;
  showView(state.view);
})();
