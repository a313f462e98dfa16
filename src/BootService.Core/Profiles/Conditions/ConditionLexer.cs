using System.Text;

namespace BootService.Core.Profiles.Conditions;

/// <summary>Cuts a condition into words.</summary>
/// <remarks>
/// An entity of the surrounding XML stands in the text as its name between two <see cref="EntityMark"/>, a character no XML can hold,
/// so that a value put in later is data and can never become syntax.
/// </remarks>
internal ref struct ConditionLexer(ReadOnlySpan<char> text)
{
    public const char EntityMark = '\0';

    private static readonly string[] Symbols = ["&&", "||", "==", "!=", "<>", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", "-", "+"];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public ConditionFault? Fault { get; private set; }

    /// <summary>Whether <c>10.1.255.254</c> and <c>0-3</c> are words, where no number is meant.</summary>
    public bool WordsMayBeginWithDigits { get; init; }

    public ConditionToken Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        var start = _at;
        if (start == _text.Length)
        {
            return new ConditionToken(ConditionTokenKind.End, "", start);
        }

        return _text[start] switch
        {
            EntityMark => new ConditionToken(ConditionTokenKind.Entity, ReadEntity(), start),
            '"' or '\'' => new ConditionToken(ConditionTokenKind.Text, ReadText(), start),
            '.' or (>= '0' and <= '9') => ReadNumber(),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => ReadName(),
            _ => ReadSymbol(),
        };
    }

    private string ReadEntity()
    {
        var name = _text[(_at + 1)..];
        var end = name.IndexOf(EntityMark);
        if (end < 0)
        {
            Fault ??= new ConditionFault(_at + 1, "a character that no XML can hold is not known here");
            end = name.Length;
        }

        name = name[..end];
        _at = Math.Min(_at + end + 2, _text.Length);
        return name.ToString();
    }

    private string ReadText()
    {
        var start = _at;
        var quote = _text[_at++];
        var content = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            var c = _text[_at++];
            content.Append(c is '\\' && _at < _text.Length ? Unescape(_text[_at++]) : c.ToString());
        }

        if (_at < _text.Length)
        {
            _at++;
        }
        else
        {
            Fault ??= new ConditionFault(start + 1, $"the text that begins here lacks its closing {quote}");
        }

        return content.ToString();
    }

    /// <summary>As in Python, a backslash before anything else stays a backslash.</summary>
    private static string Unescape(char c) => c switch
    {
        '\\' or '"' or '\'' => c.ToString(),
        'n' => "\n",
        't' => "\t",
        _ => $"\\{c}",
    };

    private ConditionToken ReadNumber()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '_'))
        {
            var exponent = _text[_at] is 'e' or 'E';
            _at++;
            if (exponent && _at < _text.Length && _text[_at] is '+' or '-')
            {
                _at++;
            }
        }

        var number = _text[start.._at].ToString();
        if (!ConditionValue.TryNumber(number, out _))
        {
            if (WordsMayBeginWithDigits)
            {
                while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '-' or ':'))
                {
                    _at++;
                }

                return new ConditionToken(ConditionTokenKind.Text, _text[start.._at].ToString(), start);
            }

            Fault ??= new ConditionFault(start + 1, $"\"{number}\" is not a number: put text in quotes");
        }

        return new ConditionToken(ConditionTokenKind.Number, number, start);
    }

    /// <summary>There is no arithmetic, so a hyphen inside a name belongs to it, as in attribute names.</summary>
    private ConditionToken ReadName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '-'))
        {
            _at++;
        }

        var name = _text[start.._at].ToString();
        if (name[^1] is '.' or '-' || name.Contains("..", StringComparison.Ordinal))
        {
            Fault ??= new ConditionFault(start + 1, $"\"{name}\" is not an attribute name");
        }

        var kind = name is "and" or "or" or "not" or "in" or "is" ? ConditionTokenKind.Operator : ConditionTokenKind.Name;
        return new ConditionToken(kind, name, start);
    }

    private ConditionToken ReadSymbol()
    {
        var start = _at;
        var rest = _text[start..];
        foreach (var symbol in Symbols)
        {
            if (rest.StartsWith(symbol, StringComparison.Ordinal))
            {
                _at += symbol.Length;
                var spelling = symbol switch { "&&" => "and", "||" => "or", "<>" => "!=", _ => symbol };
                return new ConditionToken(ConditionTokenKind.Operator, spelling, start);
            }
        }

        _at = _text.Length;
        Fault ??= new ConditionFault(start + 1, rest[0] switch
        {
            '!' => "\"!\" is not known here: write \"not\"",
            '=' => "\"=\" does not compare: write \"==\"",
            '&' => "\"&\" is not known here: write \"and\"",
            '|' => "\"|\" is not known here: write \"or\"",
            _ => $"\"{rest[0]}\" is not known here",
        });
        return new ConditionToken(ConditionTokenKind.End, "", start);
    }
}
