using BootService.Core.Profiles.Conditions;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Reads what elements of node and graph files have in common: conditions, words, unknown attributes. Collects every fault.</summary>
/// <param name="file">Path of the file, for faults.</param>
/// <param name="node">The node it belongs to; empty for a graph file.</param>
internal sealed class ElementReader(string file, string node)
{
    private static readonly string[] Guards = ["cond", "arch", "os", "release"];

    /// <summary>Stacki's bookkeeping and hints to its own tools; they change nothing here.</summary>
    private static readonly string[] Ignored =
        ["roll", "interface", "color", "file", "gen", "notify", "wait", "id", "xmlns:stack", "lang", "version", "roll_version"];

    private readonly List<ProfileFault> _faults = [];

    public IReadOnlyList<ProfileFault> Faults => _faults;

    public void Fail(int line, int column, string sentence, string? attribute = null, ProfileFaultKind kind = ProfileFaultKind.Other) =>
        _faults.Add(new ProfileFault(file, line, column, node, attribute, sentence) { Kind = kind });

    /// <summary>Complains about attributes the element does not have: a misspelt <c>cond</c> must not make something unconditional.</summary>
    public void Allow(XmlPart.Element element, params ReadOnlySpan<string> known)
    {
        foreach (var attribute in element.Attributes)
        {
            if (!known.Contains(attribute.Name) && !Guards.Contains(attribute.Name) && !Ignored.Contains(attribute.Name))
            {
                Fail(attribute.Line, attribute.Column, $"<{element.Name}> has no attribute \"{attribute.Name}\"", kind: ProfileFaultKind.ElementAttribute);
            }
        }
    }

    public Guard? Guard(XmlPart.Element element)
    {
        var condition = element.Attribute("cond");
        var (arches, systems, releases) = (List(element, "arch"), List(element, "os"), List(element, "release"));
        if (condition is null && arches is [] && systems is [] && releases is [])
        {
            return null;
        }

        systems = Array.ConvertAll(systems, system => system is "linux" ? "redhat" : system);
        return new Guard(
            condition is null ? null : Parse(condition), arches, systems, releases, WordsOf(element), condition?.Line ?? 0, condition?.Column ?? 0);
    }

    /// <summary>An attribute that must be plain text; null when absent.</summary>
    public string? Word(XmlPart.Element element, string name)
    {
        if (element.Attribute(name) is not { } attribute)
        {
            return null;
        }

        if (attribute.Value.Constant is { } constant)
        {
            return constant.Trim();
        }

        Fail(attribute.Line, attribute.Column, $"the attribute \"{name}\" of <{element.Name}> must be written out and cannot hold an entity",
            kind: ProfileFaultKind.ElementAttribute);
        return null;
    }

    /// <summary>An attribute that is one of a few words; the first is what absence means.</summary>
    public string Choice(XmlPart.Element element, string name, params ReadOnlySpan<string> words)
    {
        var word = Word(element, name) ?? words[0];
        if (words.Contains(word))
        {
            return word;
        }

        var attribute = element.Attribute(name)!;
        Fail(attribute.Line, attribute.Column, $"{name}=\"{word}\" is not known: write {string.Join(" or ", words!)}", kind: ProfileFaultKind.ElementAttribute);
        return words[0];
    }

    /// <summary>A yes or no in any of the usual spellings.</summary>
    public bool Truth(XmlPart.Element element, string name, bool absent) => Word(element, name)?.ToUpperInvariant() switch
    {
        null => absent,
        "" or "TRUE" or "YES" or "ON" or "Y" or "1" => true,
        "FALSE" or "NO" or "OFF" or "N" or "0" => false,
        var other => Misspelt(element.Attribute(name)!, other, absent),
    };

    /// <summary>An attribute that must be there and not blank.</summary>
    public AttributeTemplate Required(XmlPart.Element element, string name)
    {
        if (element.Attribute(name) is { Value.IsBlank: false } attribute)
        {
            return attribute.Value;
        }

        Fail(element.Line, element.Column, $"<{element.Name}> lacks its attribute \"{name}\"", kind: ProfileFaultKind.ElementAttribute);
        return AttributeTemplate.Empty;
    }

    private bool Misspelt(XmlAttributePart attribute, string word, bool absent)
    {
        Fail(attribute.Line, attribute.Column, $"{attribute.Name}=\"{word}\" is not known: write true or false", kind: ProfileFaultKind.ElementAttribute);
        return absent;
    }

    private string[] List(XmlPart.Element element, string name) =>
        Word(element, name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string WordsOf(XmlPart.Element element) => string.Join(", ", element.Attributes
        .Where(attribute => Guards.Contains(attribute.Name))
        .Select(attribute => (attribute.Name is "cond" ? "" : $"{attribute.Name} ") + attribute.Value.Marked('&')));

    private Condition? Parse(XmlAttributePart attribute)
    {
        var text = attribute.Value.Marked(ConditionLexer.EntityMark);
        if (Condition.Parse(text, out var condition) is { } fault)
        {
            var shown = text.Replace(ConditionLexer.EntityMark, '&');
            Fail(attribute.Line, attribute.Column, $"the condition \"{shown}\" is wrong at its column {fault.Column}: {fault.Sentence}",
                kind: ProfileFaultKind.Condition);
        }

        return condition;
    }
}
