using System.Xml;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Says what is wrong with malformed XML, with the remedy for the mistakes people make.</summary>
public static class XmlFaultSentence
{
    /// <summary>The place and what is wrong there, without a full stop.</summary>
    /// <param name="exception">What the reader found.</param>
    /// <param name="text">What it read.</param>
    public static (int Line, int Column, string Sentence) For(XmlException exception, string text)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(text);
        var (line, column) = (exception.LineNumber, exception.LinePosition);
        if (text.IndexOf("<!DOCTYPE", StringComparison.Ordinal) is >= 0 and var doctype && line == 0)
        {
            (line, column) = Place(text, doctype);
            return (line, column, "a DOCTYPE is not allowed: attributes are the only entities");
        }

        // The reader has no code for what it found; the text where it stopped says as much.
        var at = OffsetOf(text, line, column);
        var before = text.AsSpan(0, at);
        var here = text.AsSpan(at);
        var sentence = here switch
        {
            _ when here.StartsWith('\u2014') => "a comment is written <!-- like this -->, with two hyphens and not a dash",
            _ when before is [.., '&'] =>
                "\"&\" begins an entity such as &hostaddr; and this one lacks its name or its semicolon: for the character itself write &amp;",
            _ when HasNoElement(text) => "the file has no element in it",
            ['<', ..] when IsInAttribute(before) => "\"<\" is not allowed in an attribute: write &lt;",
            _ when before is [.., '<'] or [.., '<', '/'] && !IsNameStart(here) =>
                $"\"<\" begins an element and {Shown(here)} is no name: for the character itself write &lt;",
            _ when before is [.., '<', '?'] && here.StartsWith("xml") => "<?xml … ?> must be the very first thing in the file",
            _ => Plain(exception),
        };
        return (line, column, sentence);
    }

    /// <summary>Whether a place lies between the quotes of an attribute's value.</summary>
    private static bool IsInAttribute(ReadOnlySpan<char> before)
    {
        var tag = before[(before.LastIndexOf('<') + 1)..];
        var quote = '\0';
        foreach (var character in tag)
        {
            quote = quote == '\0' && character is '"' or '\'' ? character : character == quote ? '\0' : quote;
        }

        return quote != '\0';
    }

    private static bool HasNoElement(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0; at = text.IndexOf('<', at + 1))
        {
            if (text.AsSpan(at).StartsWith("<!--"))
            {
                at = text.IndexOf("-->", at, StringComparison.Ordinal) is >= 0 and var end ? end : text.Length - 1;
            }
            else if (at + 1 < text.Length && text[at + 1] is not ('?' or '!'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNameStart(ReadOnlySpan<char> here) => !here.IsEmpty && XmlConvert.IsStartNCNameChar(here[0]);

    private static string Shown(ReadOnlySpan<char> here) => here.IsEmpty || char.IsControl(here[0]) ? "what follows" : $"\"{here[0]}\"";

    /// <summary>The reader's own sentence without its place, which we show in front.</summary>
    public static string Plain(XmlException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var place = $" Line {exception.LineNumber}, position {exception.LinePosition}.".Length;
        var message = (exception.LineNumber > 0 && exception.Message.Length > place ? exception.Message[..^place] : exception.Message).TrimEnd('.');

        // It names the character it stumbled over, and that may be the end of a line.
        var plain = string.Create(message.Length, message, (line, from) =>
        {
            for (var at = 0; at < line.Length; at++)
            {
                line[at] = char.IsControl(from[at]) ? ' ' : from[at];
            }
        });
        return plain.Length > 1 && char.IsUpper(plain[0]) && char.IsLower(plain[1]) ? $"{char.ToLowerInvariant(plain[0])}{plain[1..]}" : plain;
    }

    private static (int Line, int Column) Place(string text, int at)
    {
        var before = text.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    private static int OffsetOf(string text, int line, int column)
    {
        var start = 0;
        for (var passed = 1; passed < line && text.IndexOf('\n', start) is >= 0 and var end; passed++)
        {
            start = end + 1;
        }

        return Math.Clamp(start + column - 1, 0, text.Length);
    }
}
