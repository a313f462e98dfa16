using System.Xml;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Says what is wrong with malformed XML, with the remedy for the mistakes people make.</summary>
internal static class XmlFaultSentence
{
    public static (int Line, int Column, string Sentence) For(XmlException exception, string text)
    {
        var (line, column) = (exception.LineNumber, exception.LinePosition);
        if (text.IndexOf("<!DOCTYPE", StringComparison.Ordinal) is >= 0 and var doctype && line == 0)
        {
            (line, column) = Place(text, doctype);
            return (line, column, "a DOCTYPE is not allowed: attributes are the only entities");
        }

        var here = At(text, line, column);
        var sentence = here switch
        {
            _ when here.StartsWith('\u2014') => "a comment is written <!-- like this -->, with two hyphens and not a dash",
            _ when exception.Message.Contains("EntityName", StringComparison.Ordinal) =>
                "\"&\" begins an entity such as &hostaddr; and this one lacks its name or its semicolon: for the character itself write &amp;",
            _ when exception.Message.StartsWith("Root element", StringComparison.Ordinal) => "the file has no element in it",
            _ when here is ['<', ..] && exception.Message.Contains("attribute character", StringComparison.Ordinal) =>
                "\"<\" is not allowed in an attribute: write &lt;",
            _ when exception.Message.StartsWith("Name cannot begin", StringComparison.Ordinal) => $"\"<\" begins an element and {Shown(here)} is no name: for the character itself write &lt;",
            _ when exception.Message.StartsWith("Unexpected XML declaration", StringComparison.Ordinal) => "<?xml … ?> must be the very first thing in the file",
            _ => Plain(exception.Message),
        };
        return (line, column, sentence);
    }

    private static string Shown(ReadOnlySpan<char> here) => here.IsEmpty || char.IsControl(here[0]) ? "what follows" : $"\"{here[0]}\"";

    /// <summary>The reader's own sentence without its place, which we show in front.</summary>
    private static string Plain(string message)
    {
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        var plain = (place < 0 ? message : message[..place]).TrimEnd('.');
        return plain.Length > 1 && char.IsUpper(plain[0]) && char.IsLower(plain[1]) ? $"{char.ToLowerInvariant(plain[0])}{plain[1..]}" : plain;
    }

    private static (int Line, int Column) Place(string text, int at)
    {
        var before = text.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    private static ReadOnlySpan<char> At(string text, int line, int column)
    {
        var rest = text.AsSpan();
        for (var i = 1; i < line && rest.IndexOf('\n') is >= 0 and var end; i++)
        {
            rest = rest[(end + 1)..];
        }

        return column >= 1 && column <= rest.Length ? rest[(column - 1)..] : default;
    }
}
