namespace BootService.Core.Profiles.Emit;

/// <summary>The consoles of a machine as words for the kernel of its installed system. Pure.</summary>
internal static class ConsoleWords
{
    private const string Screen = "tty0";

    /// <summary>
    /// A word for each console, the last of which is the one the system talks to; the screen comes first where it is not among them. Empty when there is none.
    /// </summary>
    /// <param name="consoles">Consoles such as <c>ttyS0,115200</c>, with blanks between them; null for none.</param>
    public static string Of(string? consoles)
    {
        string[] named = consoles?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return named.Length == 0 ? "" : string.Join(' ', (named.Contains(Screen) ? named : [Screen, .. named]).Select(console => "console=" + console));
    }
}
