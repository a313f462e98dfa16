using System.Text;

namespace BootService.Core;

/// <summary>What came in from outside, as sentences and logs repeat it: its beginning. Pure.</summary>
/// <remarks>Who sends a word of megabytes would otherwise get it back several times over, in memory, in the log and on the wire.</remarks>
public static class Quoted
{
    /// <summary>Most characters of one thing that is repeated.</summary>
    public const int Longest = 200;

    /// <summary>Most characters of a whole sentence.</summary>
    public const int LongestSentence = 4000;

    private const char Cut = '…';

    /// <summary>The beginning of a text, with an ellipsis where it is cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Most characters that are kept.</param>
    public static string Beginning(string text, int longest = Longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= longest)
        {
            return text;
        }

        // Half of a surrogate pair is no character.
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + Cut;
    }

    /// <summary>A sentence with each of its words, and what it has between quotation marks, cut to its beginning.</summary>
    /// <param name="sentence">The sentence; most have nothing to cut, and are given back as they are.</param>
    public static string Bounded(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence.Length <= Longest)
        {
            return sentence;
        }

        var kept = new StringBuilder();
        for (var at = 0; at < sentence.Length && kept.Length <= LongestSentence;)
        {
            var length = PieceAt(sentence, at);
            if (length > Longest + 2)
            {
                kept.Append(Beginning(sentence.Substring(at, Math.Min(length, Longest + 2)), Longest));
                kept.Append(sentence[at] == '"' && sentence[at + length - 1] == '"' ? "\"" : string.Empty);
            }
            else
            {
                kept.Append(sentence, at, length);
            }

            at += length;
        }

        return Beginning(kept.ToString(), LongestSentence);
    }

    /// <summary>How long the piece is that starts here: what is between quotation marks with them, a word, or blanks.</summary>
    private static int PieceAt(string sentence, int at)
    {
        if (sentence[at] == '"' && sentence.IndexOf('"', at + 1) is > 0 and var close)
        {
            return close + 1 - at;
        }

        var blank = char.IsWhiteSpace(sentence[at]);
        var end = at + 1;
        while (end < sentence.Length && char.IsWhiteSpace(sentence[end]) == blank && sentence[end] != '"')
        {
            end++;
        }

        return end - at;
    }
}
