using System.Text;
using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>A decision in iPXE's words; kernel and RAM disk by HTTP.</summary>
public static class IpxeScript
{
    /// <summary>Writes the whole script, LF only.</summary>
    /// <param name="decision">What the machine gets.</param>
    /// <param name="baseUrl">The frontend's URL, without a slash at the end.</param>
    public static string Write(BootDecision decision, string baseUrl)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = new StringBuilder("#!ipxe\n");
        text.Append("# ").Append(ReasonSentences.Of(decision.Why).ReplaceLineEndings(" ")).Append('\n');
        if (decision is not BootDecision.Run run)
        {
            // iPXE's "exit 0" tells UEFI that booting succeeded, and UEFI then opens its menu (ipxe/ipxe#601).
            return text.Append(decision is BootDecision.Local { Method: LocalBoot.Chain } ? "sanboot --no-describe --drive 0x80 || exit 1\n" : "exit 1\n")
                .ToString();
        }

        if (run.Image.EfiKernel is { } efi)
        {
            text.Append("set kernel ").Append(Url(baseUrl, run.Image.Kernel)).Append("\niseq ${platform} efi && set kernel ").Append(Url(baseUrl, efi))
                .Append(" || goto retry\n");
        }

        text.Append(":retry\nkernel ").Append(run.Image.EfiKernel is null ? Url(baseUrl, run.Image.Kernel) : "${kernel}");
        foreach (var argument in run.Arguments)
        {
            text.Append(' ').Append(argument);
        }

        text.Append(" || goto wait\n");
        if (run.Image.Initrd is not null)
        {
            // EFI kernels find their RAM disks by these names on the command line.
            text.Replace(" || goto wait\n", $"{string.Concat(run.Image.RamDisks.Select(name => $" initrd={Path.GetFileName(name)}"))} || goto wait\n");
            text.AppendJoin(string.Empty, run.Image.RamDisks.Select(name => $"initrd {Url(baseUrl, name)} || goto wait\n"));
        }

        return text.Append("boot || goto wait\n:wait\necho the frontend did not answer, trying again in 5 seconds\nsleep 5\nimgfree\ngoto retry\n").ToString();
    }

    private static string Url(string baseUrl, string name) =>
        $"{baseUrl}/install/boot/{Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal)}";
}
