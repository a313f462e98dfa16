namespace BootService.Commands.Grammar;

/// <summary>Shows what somebody wrote, in a sentence.</summary>
internal static class Echo
{
    private const int Most = 80;

    /// <summary>A word in a sentence may be a path with its folders: cut at eighty it would not show the name at its end.</summary>
    private const int MostOfWord = 500;

    /// <summary>The text, cut when it is long, without what does something to a terminal.</summary>
    public static string Of(string text) => OneLine(Cut(text, Most));

    /// <summary>
    /// A sentence that what somebody wrote stands in: one line that can be read, whatever that was. What does something to a terminal is not
    /// in it, and of a word longer than any path of a real site its beginning.
    /// </summary>
    public static string OneLine(string sentence)
    {
        var line = sentence.Any(char.IsControl) ? string.Concat(sentence.Select(letter => char.IsControl(letter) ? '?' : letter)) : sentence;
        return line.Length <= MostOfWord ? line : string.Join(' ', line.Split(' ').Select(word => Cut(word, MostOfWord)));
    }

    /// <summary>The beginning of a text, never half of a character that UTF-16 writes as two.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "...");
}
