using BootService.Core;

namespace BootService.Commands.Grammar;

/// <summary>Shows what somebody wrote, in a sentence.</summary>
internal static class Echo
{
    private const int Most = 80;

    /// <summary>The text, cut when it is long, without what does something to a terminal.</summary>
    public static string Of(string text) => OneLine(text.Length > Most ? text[..Most] + "..." : text);

    /// <summary>
    /// A sentence that what somebody wrote stands in: one line, whatever that was, each word bounded as <see cref="Quoted.Bounded"/> says, and nothing
    /// in it that does something to a terminal or is not seen.
    /// </summary>
    public static string OneLine(string sentence) => HiddenSigns.Shown(Quoted.Bounded(sentence));
}
