using System.Collections.Immutable;
using System.Text;
using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>
/// A decision in GRUB's words. Debian's signed image has TFTP but no HTTP (docs/firmware.md), so the kernel comes by TFTP. The loaders that ask for it are
/// UEFI's.
/// </summary>
public static class GrubConfig
{
    /// <summary>Writes the whole file, LF only.</summary>
    public static string Write(BootDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = new StringBuilder("set timeout=0\nset default=0\n");
        text.Append("# ").Append(ReasonSentences.Of(decision.Why).ReplaceLineEndings(" ")).Append('\n');
        if (decision is BootDecision.Run run)
        {
            text.Append("menuentry ").Append(Quote("stack")).Append(" {\n    linux ").Append(Quote("/" + (run.Image.EfiKernel ?? run.Image.Kernel)));
            foreach (var argument in Whole(run.Arguments))
            {
                text.Append(' ').Append(Quote(argument));
            }

            text.Append('\n');
            if (run.Image.Initrd is not null)
            {
                text.Append("    initrd").AppendJoin(string.Empty, run.Image.RamDisks.Select(name => " " + Quote("/" + name))).Append('\n');
            }

            return text.Append("}\n").ToString();
        }

        return text.Append("menuentry ").Append(Quote("local disk")).Append(" {\n    exit 1\n}\n").ToString();
    }

    /// <summary>
    /// The arguments as the kernel parts them: blanks between quotation marks part nothing. GRUB puts marks around a word with blanks itself, and a backslash
    /// before each mark that it finds in a word, which the kernel would take for a part of the value (GRUB, grub-core/lib/cmdline.c; Linux, lib/cmdline.c).
    /// </summary>
    private static IEnumerable<string> Whole(ImmutableArray<string> words)
    {
        const string Mark = "\"";
        if (words.Sum(Marks) % 2 != 0)
        {
            return words; // the last mark ends nowhere: no word can be meant by it
        }

        var whole = new List<string>();
        var isOpen = false;
        foreach (var word in words)
        {
            var plain = word.Replace(Mark, string.Empty, StringComparison.Ordinal);
            if (isOpen)
            {
                whole[^1] += " " + plain;
            }
            else
            {
                whole.Add(plain);
            }

            isOpen ^= Marks(word) % 2 != 0;
        }

        return whole;

        static int Marks(string word) => word.AsSpan().Count(Mark);
    }

    /// <summary>Single quotes keep everything but a single quote itself (GRUB manual, "Quoting").</summary>
    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
