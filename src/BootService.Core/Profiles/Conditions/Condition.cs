using System.Diagnostics.CodeAnalysis;

namespace BootService.Core.Profiles.Conditions;

/// <summary>An expression of a <c>cond</c> attribute, parsed once and asked for many hosts.</summary>
/// <remarks>
/// Names are attributes; what is not defined is None and counts as false. Values that read as numbers or as the words on, true, yes, y,
/// off, false, no, n (any case) count as such. Comparing what has no order (a text with a number, anything undefined) gives false.
/// There are no calls and no member access, so a condition can neither run nor read anything.
/// </remarks>
public sealed class Condition
{
    private readonly ConditionNode _root;

    internal Condition(ConditionNode root, IReadOnlyList<string> attributes, IReadOnlyList<string> entities) =>
        (_root, Attributes, Entities) = (root, attributes, entities);

    /// <summary>Names the expression looks up; undefined ones are allowed.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Attributes it holds as <c>&amp;name;</c>; these must be defined before it is asked.</summary>
    internal IReadOnlyList<string> Entities { get; }

    /// <summary>Parses an expression. Blank text is a condition that always holds.</summary>
    /// <returns>Null and the condition, or why the text is none.</returns>
    public static ConditionFault? Parse(ReadOnlySpan<char> text, [MaybeNull] out Condition condition)
    {
        if (!text.IsWhiteSpace())
        {
            return ConditionParser.Parse(text, out condition);
        }

        condition = new Condition(new ConditionNode.Literal(ConditionValue.Of(true)), [], []);
        return null;
    }

    /// <summary>
    /// Parses an expression as people type it at a command line: what an attribute is compared with is a text without quotes too, <c>appliance==backend</c>.
    /// </summary>
    /// <returns>Null and the condition, or why the text is none.</returns>
    public static ConditionFault? ParseTyped(ReadOnlySpan<char> text, [MaybeNull] out Condition condition) =>
        ConditionParser.Parse(text, out condition, typed: true);

    /// <summary>Whether the expression is true with these attributes.</summary>
    public bool Holds(AttributeLookup attributes) => _root.Evaluate(attributes).IsTrue;
}
