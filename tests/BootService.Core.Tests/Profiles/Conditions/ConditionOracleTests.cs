using System.Text.Json;
using BootService.Core.Profiles.Conditions;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Conditions;

/// <summary>Conditions were Python's expressions in Stacki: Python's own parser says what binds to what, and its own operators what is equal and in
/// what.</summary>
public class ConditionOracleTests
{
    /// <summary>Walks Python's tree; lists and what has no order there have none, and "is" is "==".</summary>
    private const string Judge = """
        import ast, json, operator, sys
        ordered = {ast.Eq: operator.eq, ast.Is: operator.eq, ast.NotEq: operator.ne, ast.IsNot: operator.ne,
                   ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
        def compare(left, how, right):
            if isinstance(how, ast.NotIn):
                return not compare(left, ast.In(), right)
            if isinstance(left, list) and type(how) in (ast.Lt, ast.LtE, ast.Gt, ast.GtE):
                return False
            try:
                return left in right if isinstance(how, ast.In) else ordered[type(how)](left, right)
            except TypeError:
                return False
        def value(node, names):
            if isinstance(node, ast.BoolOp):
                for part in node.values:
                    result = value(part, names)
                    if bool(result) == isinstance(node.op, ast.Or):
                        break
                return result
            if isinstance(node, ast.UnaryOp):
                operand = value(node.operand, names)
                return not operand if isinstance(node.op, ast.Not) else -operand
            if isinstance(node, ast.Compare):
                left = value(node.left, names)
                for how, right in zip(node.ops, node.comparators):
                    right = value(right, names)
                    if not compare(left, how, right):
                        return False
                    left = right
                return True
            if isinstance(node, (ast.List, ast.Tuple)):
                return [value(item, names) for item in node.elts]
            return names.get(node.id) if isinstance(node, ast.Name) else node.value
        names = {'n': 3, 'f': 1.5, 'yes': True, 'no': False, 's': 'abc', 'empty': '', 'zero': 0}
        json.dump([bool(value(ast.parse(text, mode='eval').body, names)) for text in json.load(sys.stdin)], sys.stdout)
        """;

    private static readonly Dictionary<string, string> Attributes = new()
    {
        ["n"] = "3",
        ["f"] = "1.5",
        ["yes"] = "true",
        ["no"] = "False",
        ["s"] = "abc",
        ["empty"] = "",
        ["zero"] = "0",
    };

    private static readonly Gen<string> Value = Choice.Among(
        "n", "f", "yes", "no", "s", "empty", "zero", "undefined", "3", "0", "-1", "1.5", "True", "False", "None", "'abc'", "\"b\"", "''", "'3'", "1",
            "[3, 'abc']",
        "(1, n)", "[]", "()", "(3,)", "[True, None]", "(s)");

    private static readonly Gen<string> Comparison = Gen.OneOf(
        Value, Gen.Select(Value, Operator(), Value, (left, how, right) => $"{left} {how} {right}"),
        Gen.Select(Value, Operator(), Value, Operator(), Value, (left, how, middle, then, right) => $"{left} {how} {middle} {then} {right}"));

    private static readonly Gen<string> Expression = Deeper(Deeper(Deeper(Comparison)));

    [Fact]
    public void Every_condition_holds_where_Python_s_would()
    {
        var expressions = Expression.Array[6000].Single();
        var told = JsonSerializer.Deserialize<bool[]>(Tool.Run("/usr/bin/python3", ["-W", "ignore", "-c", Judge], JsonSerializer.Serialize(expressions)))!;
        for (var at = 0; at < told.Length; at++)
        {
            var fault = Condition.Parse(expressions[at], out var condition);
            Assert.True(fault is null, $"{expressions[at]}: {fault}");
            Assert.True(told[at] == condition!.Holds(Attributes.GetValueOrDefault), $"{expressions[at]} is {told[at]} in Python");
        }
    }

    private static Gen<string> Operator() => Choice.Among("==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not");

    private static Gen<string> Deeper(Gen<string> inner) => Gen.OneOf(
        inner, inner.Select(one => $"not {one}"), inner.Select(one => $"({one})"), Gen.Select(inner, inner, (one, other) => $"{one} and {other}"),
        Gen.Select(inner, inner, (one, other) => $"{one} or {other}"), Gen.Select(inner, inner, (one, other) => $"({one}) == ({other})"),
        Gen.Select(inner, inner, (one, other) => $"(({one}) or ({other})) in [True, 'abc', 3]"));
}
