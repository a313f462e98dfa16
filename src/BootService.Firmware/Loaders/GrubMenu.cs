using System.Text;

namespace BootService.Firmware.Loaders;

/// <summary>What GRUB starts when nobody touches a key.</summary>
/// <param name="Kernel">The kernel; null when it starts none.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Initrds">Its RAM disks.</param>
/// <param name="Exits">Whether it leaves for the firmware.</param>
internal sealed record GrubEntry(string? Kernel, string Arguments, string[] Initrds, bool Exits);

/// <summary>Reads as much of GRUB's script as our configurations use: the first menu entry, quoting, linux, initrd, exit.</summary>
internal static class GrubMenu
{
    public static GrubEntry Default(string text)
    {
        var entry = new GrubEntry(null, string.Empty, [], Exits: false);
        var inEntry = false;
        foreach (var line in text.Split('\n'))
        {
            var words = Words(line);
            switch (words)
            {
                case ["menuentry", ..]:
                    inEntry = true;
                    break;
                case ["}", ..] when inEntry:
                    return entry;
                case ["linux" or "linuxefi", var kernel, .. var arguments]:
                    entry = entry with { Kernel = kernel, Arguments = string.Join(' ', arguments.Select(ForKernel)) };
                    break;
                case ["initrd" or "initrdefi", .. var initrds]:
                    entry = entry with { Initrds = initrds };
                    break;
                case ["exit", ..]:
                    entry = entry with { Exits = true };
                    break;
            }
        }

        return entry;
    }

    /// <summary>
    /// The words of a line: single quotes keep everything, and within double quotes a backslash means something before <c>$</c>, <c>"</c> and itself only.
    /// </summary>
    public static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (any, quote) = (false, '\0');
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (quote == '\0' && letter == '#' && !any)
            {
                break;
            }

            if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                Finish();
            }
            else if (quote == '\0' ? letter is '\'' or '"' : letter == quote)
            {
                (quote, any) = (quote == '\0' ? letter : '\0', true);
            }
            else
            {
                var escapes = letter == '\\' && quote != '\'' && at + 1 < line.Length && (quote == '\0' || line[at + 1] is '$' or '"' or '\\');
                word.Append(escapes ? line[++at] : letter);
                any = true;
            }
        }

        Finish();
        return [.. words];

        void Finish()
        {
            if (any)
            {
                words.Add(word.ToString());
                word.Clear();
                any = false;
            }
        }
    }

    /// <summary>A word as GRUB puts it into a kernel's command line: with a backslash before quotation marks, and between marks where it has blanks.</summary>
    private static string ForKernel(string word)
    {
        var escaped = new StringBuilder();
        foreach (var letter in word)
        {
            escaped.Append(letter is '\\' or '\'' or '"' ? "\\" : string.Empty).Append(letter);
        }

        return word.Contains(' ', StringComparison.Ordinal) ? $"\"{escaped}\"" : escaped.ToString();
    }
}
