// HCL's native syntax, for tree-sitter.
//
// The grammar accepts more than HCL does: what a reader wants told in words (a missing value, a comma
// after an argument, a quoted name, a stray brace) has a production of its own, so that it costs no
// error recovery and the walk over the tree can say what is wrong. src/hcl rejects the rest.
//
// A newline ends an expression in a body and in an object, and is white space inside ( ), [ ], ${ } and
// %{ }. Hence two sets of rules: `line_…` for the former. A newline is an extra and also a token of the
// grammar: where the grammar expects it, it is a token. Where a line expression still needs an operand,
// `_dead_newline` makes it an expected token that leads nowhere, so that it is not skipped.

const kConditional = 1;
const kUnary = 8;
const kTraversal = 9;
const kBinary = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%']];

// Any non-ASCII character may stand in a name: the walk checks the exact classes.
const kNameStart = '[A-Za-z_\\u0080-\\u{10FFFF}]';
const kName = kNameStart + '[A-Za-z0-9_\\-\\u0080-\\u{10FFFF}]*';
const kSteps = '(\\.' + kName + '|\\[[0-9]+\\])';

// What a quoted string holds without `${` and `%{`. A run of `$` or `%` is text when no brace follows,
// and `$${` and `%%{` stand for `${` and `%{`.
const kEscape = '\\\\([nrt"\\\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})';
const kCharacter = '([^"\\\\\\r\\n$%]|' + kEscape + ')';
const kCharacterNoBrace = '([^"\\\\\\r\\n$%{]|' + kEscape + ')';
const kSigns = '([$%]+' + kCharacterNoBrace + '|[$%]*(\\$\\$|%%)\\{)';

// The rules of one set of expressions: `line` is true where a newline ends them.
function expressions(line) {
  const name = (rule) => (line ? 'line_' + rule : rule);
  const all = ($) => $[line ? '_line_expression' : '_expression'];
  // What must follow: an operand, a name.
  const next = ($, ...rules) => (line ? choice(...rules, $._dead_newline) : choice(...rules));
  const operand = ($) => next($, all($));
  return {
    [line ? '_line_expression' : '_expression']: ($) =>
      choice($._term, $[name('traversal')], $[name('unary')], $[name('binary')], $[name('conditional')]),
    [name('traversal')]: ($) =>
      prec.left(kTraversal, seq($._term, repeat1(choice(seq('.', next($, $.identifier, $.number, '*')), seq('[', choice($._expression, '*'), ']'))))),
    [name('unary')]: ($) => prec(kUnary, seq(choice('-', '!'), operand($))),
    [name('binary')]: ($) =>
      choice(...kBinary.map((operators, level) => prec.left(kConditional + 1 + level, seq(all($), choice(...operators), operand($))))),
    [name('conditional')]: ($) => prec.right(kConditional, seq(all($), '?', operand($), ':', operand($))),
  };
}

const forIntroduction = ($) => ['for', $.identifier, optional(seq(',', $.identifier)), 'in', $._expression];
const forRest = ($) =>
  seq(...forIntroduction($), ':', $._expression, optional(seq('=>', $._expression)), optional('...'), optional(seq('if', $._expression)));

// Text would win over what opens a sequence, were it not for the precedence.
const open = (sign) => choice(token.immediate(prec(2, sign)), token.immediate(prec(2, sign + '~')));

module.exports = grammar({
  name: 'hcl',

  // The scanner is asked for heredocs only. `_never` is never found: it is valid on its own in no state,
  // so that the scanner knows by it that the parser is recovering.
  externals: ($) => [$.heredoc_marker, $.heredoc_text, $.heredoc_end, $._never],
  extras: ($) => [/[ \t]+/, $.newline, $.comment],
  word: ($) => $.identifier,

  rules: {
    file: ($) => repeat(choice($._item, '}')),

    _item: ($) => choice($.newline, $.attribute, $.block, $.header, ',', ';'),
    // The newline that ends a statement is part of it: a token less to gather into the body.
    attribute: ($) =>
      prec.right(seq(choice($.identifier, $.string), choice('=', ':'), choice(seq($._line_expression, optional($.newline)), $.newline))),
    block: ($) =>
      prec.right(seq($.identifier, repeat($._label), optional($.newline), '{', repeat($._item), '}', optional($.newline))),
    // A name, perhaps with labels, and then nothing, or what may be a value that lacks its `=`.
    header: ($) => prec.right(seq($.identifier, repeat($._label), choice($.newline, seq($._value_without_equals, optional($.newline))))),
    _value_without_equals: ($) => choice($.number, $.reference, $.tuple, $.for_tuple, $.parentheses, $.heredoc),
    _label: ($) => choice($.identifier, $.string, $.template),

    _dead_newline: ($) => seq($.newline, $._never),
    ...expressions(true),
    ...expressions(false),

    _term: ($) =>
      choice(
        $.identifier, $.reference, $.number, $.string, $.template, $.heredoc, $.call,
        $.tuple, $.object, $.for_tuple, $.for_object, $.parentheses),

    call: ($) => seq($.identifier, repeat(seq('::', $.identifier)), '(', optional($._arguments), ')'),
    _arguments: ($) => seq($._expression, repeat(seq(',', $._expression)), optional(choice(',', '...'))),
    parentheses: ($) => seq('(', $._expression, ')'),
    tuple: ($) => seq('[', optional(seq($._expression, repeat(seq(',', $._expression)), optional(','))), ']'),
    for_tuple: ($) => seq('[', forRest($), ']'),

    object: ($) =>
      seq('{', repeat($.newline), optional(seq($.object_item, repeat(seq($._separator, $.object_item)), optional($._separator))), '}'),
    _separator: ($) => seq(choice(',', $.newline), repeat($.newline)),
    object_item: ($) => seq($._line_expression, choice(seq(choice('=', ':'), choice($._line_expression, $._dead_newline)), $._dead_newline)),
    for_object: ($) => seq('{', repeat($.newline), forRest($), '}'),

    // The newline that ends a string too early is taken as its end.
    template: ($) => seq('"', repeat($._part), choice('"', $.newline)),
    _part: ($) => choice($.text, $.simple_interpolation, $.interpolation, $.directive),
    heredoc: ($) => seq(choice('<<', '<<-'), $.heredoc_marker, repeat($._heredoc_part), $.heredoc_end),
    _heredoc_part: ($) => choice($.heredoc_text, $.simple_interpolation, $.interpolation, $.directive),
    interpolation: ($) => seq(open('${'), optional($._expression), choice('}', '~}')),
    // Directives are flat: their nesting is checked in the walk, and one left open breaks nothing else.
    directive: ($) =>
      seq(
        open('%{'),
        choice(seq('if', optional($._expression)), 'else', 'endif', seq(...forIntroduction($)), 'endfor', $.identifier),
        choice('}', '~}')),

    // Tokens. The common cases are one token each, since a token costs more than its length: a whole
    // `aws_s3_bucket.logs[0].id`, a string without interpolation, `${var.name}`.
    identifier: () => new RegExp(kName, 'u'),
    reference: () => new RegExp(kName + kSteps + '+', 'u'),
    number: () => /[0-9](\.*([0-9]|[eE][+-]?[0-9]))*/,
    string: () => new RegExp('"(' + kCharacter + '|' + kSigns + ')*[$%]*"', 'u'),
    // Signs are a text of their own: were they part of the one before, `# ` of "# ${x}" would be the start
    // of a comment while the lexer looks whether a brace follows the `$`.
    text: () => token.immediate(prec(1, new RegExp(kCharacter + '+|' + kSigns + '|[$%]', 'u'))),
    simple_interpolation: () => token.immediate(prec(2, new RegExp('\\$\\{ *' + kName + kSteps + '* *\\}', 'u'))),
    newline: () => /\r?\n/,
    comment: () => token(choice(/#[^\n]*/, /\/\/[^\n]*/, /\/\*[^*]*\*+([^/*][^*]*\*+)*\//)),
  },
});
