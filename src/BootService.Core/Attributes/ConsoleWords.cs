namespace BootService.Core.Attributes;

/// <summary>The consoles of a machine as words for the kernel of its installed system. Pure.</summary>
public static class ConsoleWords
{
    /// <summary>The attribute that names the console, such as <c>ttyS0,115200</c>, or several with blanks between them.</summary>
    public const string Consoles = "console";

    /// <summary>The attribute with the words, computed unless set.</summary>
    public const string Attribute = "console.args";

    private const string Screen = "tty0";

    /// <summary>
    /// A word for each console, the last of which is the one the system talks to; the screen comes first where it is not among them. Null when there is none.
    /// </summary>
    /// <param name="consoles">What <see cref="Consoles"/> says.</param>
    public static string? Of(string? consoles)
    {
        string[] named = consoles?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return named.Length == 0 ? null : string.Join(' ', (named.Contains(Screen) ? named : [Screen, .. named]).Select(console => "console=" + console));
    }
}
