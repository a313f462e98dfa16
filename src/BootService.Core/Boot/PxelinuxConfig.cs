using System.Text;
using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>A decision in PXELINUX's words (syslinux.txt; docs/stacki.md for the label).</summary>
public static class PxelinuxConfig
{
    /// <summary>Writes the whole file, LF only.</summary>
    public static string Write(BootDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = new StringBuilder("default stack\nprompt 0\n");
        text.Append("# ").Append(OneLine(ReasonSentences.Of(decision.Why))).Append('\n').Append("label stack\n");
        switch (decision)
        {
            case BootDecision.Local { Method: LocalBoot.Chain }:
                text.Append("\tcom32 chain.c32\n\tappend hd0\n");
                break;
            case BootDecision.Local { Method: LocalBoot.ExitError }:
                text.Append("\tlocalboot -1\n");
                break;
            case BootDecision.Local:
                text.Append("\tlocalboot 0\n");
                break;
            case BootDecision.Run run:
                // A leading slash keeps syslinux from looking below the folder of the loader (docs/firmware.md).
                text.Append("\tkernel /").Append(run.Image.Kernel).Append("\n\tappend");
                if (run.Image.Initrd is not null)
                {
                    text.Append(" initrd=").AppendJoin(',', run.Image.RamDisks.Select(name => "/" + name));
                }

                // PXELINUX passes the line on as it stands: it has no quoting, and arguments hold no spaces.
                foreach (var argument in run.Arguments)
                {
                    text.Append(' ').Append(argument);
                }

                text.Append('\n');
                break;
        }

        return text.ToString();
    }

    private static string OneLine(string why) => why.ReplaceLineEndings(" ");
}
