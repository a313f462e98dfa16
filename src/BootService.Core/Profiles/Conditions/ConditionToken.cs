namespace BootService.Core.Profiles.Conditions;

internal enum ConditionTokenKind : byte
{
    End,
    Name,
    Number,
    Text,
    Entity,
    Operator,
}

/// <summary>A word of a condition. Operators are spelled one way: <c>&amp;&amp;</c> is "and", <c>||</c> is "or", <c>&lt;&gt;</c> is "!=".</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, number, operator, or the text between the quotes with escapes resolved.</param>
/// <param name="Start">Index of its first character.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, int Start)
{
    public bool Is(string @operator) => Kind is ConditionTokenKind.Operator && Text == @operator;

    public override string ToString() => Kind is ConditionTokenKind.End ? "the end" : $"\"{Text}\"";
}
