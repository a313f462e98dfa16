namespace BootService.Commands.Grammar;

/// <summary>Shows what somebody wrote, in a sentence.</summary>
internal static class Echo
{
    private const int Most = 80;

    /// <summary>The text, cut when it is long, without what does something to a terminal.</summary>
    public static string Of(string text)
    {
        var cut = text.Length > Most ? text[..Most] + "..." : text;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(letter => char.IsControl(letter) ? '?' : letter)) : cut;
    }
}
