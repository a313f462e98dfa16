namespace BootService.Core.Profiles.Conditions;

/// <summary>Reads the expression language of <c>cond</c>: or, and, not, comparisons, then values, binding tighter in that order.</summary>
internal ref struct ConditionParser
{
    /// <summary>Parentheses, lists and "not" one inside the other; nobody writes more, and the parser's own stack is finite.</summary>
    private const int MaxDepth = 64;

    private readonly List<string> _attributes = [];
    private readonly List<string> _entities = [];
    private ConditionLexer _lexer;
    private ConditionToken _token;
    private ConditionFault? _fault;
    private int _depth;

    /// <summary>Whether a bare word is a text where it stands behind a comparison of an attribute.</summary>
    private readonly bool _typed;
    private bool _wordsAreText;

    private ConditionParser(ReadOnlySpan<char> text, bool typed)
    {
        _typed = typed;
        _lexer = new ConditionLexer(text) { WordsMayBeginWithDigits = typed };
        _token = _lexer.Next();
    }

    public static ConditionFault? Parse(ReadOnlySpan<char> text, out Condition? condition, bool typed = false)
    {
        var parser = new ConditionParser(text, typed);
        var root = parser.ParseOr();
        if (parser._token.Kind is not ConditionTokenKind.End)
        {
            parser.Fail(parser._token.Is("(")
                ? "functions cannot be called in a condition"
                : $"an operator such as \"and\" or \"==\" is missing before {parser._token}");
        }

        // A word that cannot be read comes before whatever the grammar made of it.
        var fault = parser._lexer.Fault ?? parser._fault;
        condition = fault is null ? new Condition(root, [.. parser._attributes.Distinct()], [.. parser._entities.Distinct()]) : null;
        return fault;
    }

    private ConditionNode ParseOr()
    {
        var left = ParseAnd();
        while (Take("or"))
        {
            left = new ConditionNode.Or(left, ParseAnd());
        }

        return left;
    }

    private ConditionNode ParseAnd()
    {
        var left = ParseNot();
        while (Take("and"))
        {
            left = new ConditionNode.And(left, ParseNot());
        }

        return left;
    }

    private ConditionNode ParseNot()
    {
        var negations = 0;
        while (Take("not"))
        {
            negations++;
        }

        var operand = ParseComparison();
        return (negations, negations % 2) switch
        {
            (0, _) => operand,
            (_, 1) => new ConditionNode.Not(operand),
            _ => new ConditionNode.Not(new ConditionNode.Not(operand)),
        };
    }

    private ConditionNode ParseComparison()
    {
        var first = ParseValue();
        var ofAttribute = first is ConditionNode.Attribute;
        List<(string, ConditionNode)>? steps = null;
        while (TakeComparison() is { } @operator)
        {
            // "web in groups" searches an attribute; "appliance in (web, db)" a list of texts.
            _wordsAreText = _typed && ofAttribute && !(@operator is "in" or "not in" && _token.Kind is ConditionTokenKind.Name);
            var right = ParseValue();
            _wordsAreText = false;
            ofAttribute |= right is ConditionNode.Attribute;
            (steps ??= []).Add((@operator, right));
        }

        if (_typed && steps is [("in" or "not in", ConditionNode.Attribute)] && first is ConditionNode.Attribute { Name: var word } && _attributes.Remove(word))
        {
            first = new ConditionNode.Literal(ConditionValue.Of(word));
        }

        return steps is null ? first : new ConditionNode.Comparison(first, [.. steps]);
    }

    private string? TakeComparison()
    {
        if (Take("is"))
        {
            return Take("not") ? "is not" : "is";
        }

        if (Take("not"))
        {
            if (!Take("in"))
            {
                Fail($"\"in\" is missing after \"not\" before {_token}");
            }

            return "not in";
        }

        foreach (var @operator in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">", "in"])
        {
            if (Take(@operator))
            {
                return @operator;
            }
        }

        return null;
    }

    private ConditionNode ParseValue()
    {
        var token = _token;
        if (++_depth > MaxDepth)
        {
            Fail($"more than {MaxDepth} parentheses or lists are open");
        }

        var value = token.Kind switch
        {
            ConditionTokenKind.Name => Named(token.Text),
            ConditionTokenKind.Number => Number(token.Text),
            ConditionTokenKind.Text => Quoted(token.Text),
            ConditionTokenKind.Entity => Entity(token.Text),
            _ when _fault is not null => new ConditionNode.Literal(ConditionValue.None),
            _ when Take("(") => ParseItems(")"),
            _ when Take("[") => ParseItems("]"),
            _ when Take("-") => Signed("-"),
            _ when Take("+") => Signed(""),
            _ => Missing(),
        };
        _depth--;
        return value;
    }

    /// <summary>A parenthesis with one value and no comma is that value; everything else is a list.</summary>
    private ConditionNode ParseItems(string close)
    {
        var items = new List<ConditionNode>();
        var comma = false;
        while (_fault is null && !_token.Is(close))
        {
            items.Add(ParseOr());
            if (!Take(","))
            {
                break;
            }

            comma = true;
        }

        if (!Take(close))
        {
            Fail($"\"{close}\" is missing before {_token}");
        }

        return close is ")" && items.Count == 1 && !comma ? items[0] : new ConditionNode.List([.. items]);
    }

    private ConditionNode Named(string name)
    {
        Advance();
        if (name.Equals("true", StringComparison.OrdinalIgnoreCase) || name.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return new ConditionNode.Literal(ConditionValue.Of(name[0] is 't' or 'T'));
        }

        if (name is "None")
        {
            return new ConditionNode.Literal(ConditionValue.None);
        }

        if (_wordsAreText)
        {
            return new ConditionNode.Literal(ConditionValue.FromAttribute(name));
        }

        _attributes.Add(name);
        return new ConditionNode.Attribute(name);
    }

    private ConditionNode.Literal Number(string digits)
    {
        Advance();
        ConditionValue.TryNumber(digits, out var number);
        return new ConditionNode.Literal(number);
    }

    private ConditionNode.Literal Signed(string sign)
    {
        if (_token.Kind is ConditionTokenKind.Number)
        {
            return Number(sign + _token.Text);
        }

        Fail($"a number is missing after the sign before {_token}");
        return new ConditionNode.Literal(ConditionValue.None);
    }

    private ConditionNode Quoted(string text)
    {
        Advance();
        var parts = text.Split(ConditionLexer.EntityMark);
        if (parts.Length == 1)
        {
            return new ConditionNode.Literal(ConditionValue.Of(text));
        }

        _entities.AddRange(parts.Where((_, i) => i % 2 == 1));
        return new ConditionNode.Template(parts);
    }

    private ConditionNode.Attribute Entity(string name)
    {
        Advance();
        _entities.Add(name);
        return new ConditionNode.Attribute(name);
    }

    private ConditionNode.Literal Missing()
    {
        Fail($"a value is missing before {_token}");
        return new ConditionNode.Literal(ConditionValue.None);
    }

    private bool Take(string @operator)
    {
        var taken = _token.Is(@operator);
        if (taken)
        {
            Advance();
        }

        return taken;
    }

    private void Advance() => _token = _lexer.Next();

    private void Fail(string sentence) => _fault ??= new ConditionFault(_token.Start + 1, sentence);
}
