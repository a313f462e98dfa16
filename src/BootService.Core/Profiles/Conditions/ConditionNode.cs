namespace BootService.Core.Profiles.Conditions;

/// <summary>A part of a parsed condition.</summary>
internal abstract class ConditionNode
{
    private ConditionNode()
    {
    }

    public abstract ConditionValue Evaluate(AttributeLookup attributes);

    public sealed class Literal(ConditionValue value) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes) => value;
    }

    /// <summary>An attribute, by bare name or as an entity: coerced, and none when undefined.</summary>
    public sealed class Attribute(string name) : ConditionNode
    {
        public string Name => name;

        public override ConditionValue Evaluate(AttributeLookup attributes) => ConditionValue.FromAttribute(attributes(name));
    }

    /// <summary>Quoted text with entities in it: always text.</summary>
    public sealed class Template(string[] parts) : ConditionNode
    {
        // Text and entity names take turns, text first.
        public override ConditionValue Evaluate(AttributeLookup attributes) =>
            ConditionValue.Of(string.Concat(parts.Select((part, i) => i % 2 == 0 ? part : attributes(part))));
    }

    public sealed class List(ConditionNode[] items) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes) =>
            ConditionValue.Of(Array.ConvertAll(items, item => item.Evaluate(attributes)));
    }

    public sealed class Not(ConditionNode operand) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes) => ConditionValue.Of(!operand.Evaluate(attributes).IsTrue);
    }

    /// <summary>Gives the operand that decided, as Python does: <c>(a or "x") == "x"</c>.</summary>
    public sealed class And(ConditionNode left, ConditionNode right) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes)
        {
            var value = left.Evaluate(attributes);
            return value.IsTrue ? right.Evaluate(attributes) : value;
        }
    }

    /// <inheritdoc cref="And"/>
    public sealed class Or(ConditionNode left, ConditionNode right) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes)
        {
            var value = left.Evaluate(attributes);
            return value.IsTrue ? value : right.Evaluate(attributes);
        }
    }

    /// <summary>A chain such as <c>1 &lt; n &lt;= 5</c>: true when each step is.</summary>
    public sealed class Comparison(ConditionNode first, (string Operator, ConditionNode Right)[] steps) : ConditionNode
    {
        public override ConditionValue Evaluate(AttributeLookup attributes)
        {
            var left = first.Evaluate(attributes);
            foreach (var (@operator, next) in steps)
            {
                var right = next.Evaluate(attributes);
                if (!Compare(left, @operator, right))
                {
                    return ConditionValue.Of(false);
                }

                left = right;
            }

            return ConditionValue.Of(true);
        }

        private static bool Compare(in ConditionValue left, string @operator, in ConditionValue right) => @operator switch
        {
            "==" or "is" => left.IsEqualTo(right),
            "!=" or "is not" => !left.IsEqualTo(right),
            "in" => right.Holds(left),
            "not in" => !right.Holds(left),
            "<" => left.CompareTo(right) < 0,
            "<=" => left.CompareTo(right) <= 0,
            ">" => left.CompareTo(right) > 0,
            _ => left.CompareTo(right) >= 0,
        };
    }
}
