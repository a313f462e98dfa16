using BootService.Firmware.Http;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>A kernel and the installer in it, as far as they go before they touch a disk: arguments, kickstart, where the packages are.</summary>
internal static class Installer
{
    // COMMAND_LINE_SIZE of x86 less its NUL: the kernel cuts what is longer, without a word.
    private const int LongestLine = 2047;

    public static IEnumerable<BootStep> Run(Boot boot, FetchedFile kernel, FetchedFile? initrd, string line)
    {
        boot.End = new BootEnd.Kernel(kernel, initrd, line);
        var arguments = Arguments(boot, line);
        yield return arguments;
        if (KernelLine.Find(line, "ignition.config.url") is { } config)
        {
            foreach (var step in ImageSystem.Run(boot, line, config))
            {
                yield return step;
            }

            yield break;
        }

        if (UbuntuInstaller.Seed(line) is { } seed)
        {
            foreach (var step in UbuntuInstaller.Run(boot, line, seed))
            {
                yield return step;
            }

            yield break;
        }

        if (KernelLine.Find(line, "url", "preseed/url") is { } preseed && preseed.StartsWith("http://", StringComparison.Ordinal))
        {
            foreach (var step in DebianInstaller.Run(boot, preseed))
            {
                yield return step;
            }

            yield break;
        }

        if (KernelLine.Find(line, "inst.ks", "ks") is not { } url || !url.StartsWith("http://", StringComparison.Ordinal))
        {
            yield break;
        }

        var kickstart = new HttpStep(HttpDialect.Anaconda(boot.Machine), url, "kickstart", BootStage.Kickstart);
        yield return kickstart;
        if (kickstart.File is not { } file)
        {
            boot.Fail(kickstart);
            yield break;
        }

        var reading = KickstartReading.Of(file.Text);
        var read = new NoteStep(
            BootStage.Kickstart, "commands and sections", reading.Fault is null ? StepVerdict.Ok : StepVerdict.Failed, reading.Fault ?? reading.Summary);
        yield return read;
        if (reading.Fault is not null)
        {
            boot.Fail(read);
            yield break;
        }

        foreach (var source in reading.Sources)
        {
            foreach (var step in Source(boot, source))
            {
                yield return step;
            }
        }
    }

    private static NoteStep Arguments(Boot boot, string line)
    {
        var words = KernelLine.Words(line);
        var card = KernelLine.Find(line, "BOOTIF");
        var expected = $"01-{boot.Machine.Mac.ToString("-")}";
        var why = line.Length > LongestLine ? $"the command line has {line.Length} characters, and the kernel keeps {LongestLine}"
            : card is not null && card != expected ? $"BOOTIF names card {card}, and the machine booted from {expected}"
            : null;
        return new NoteStep(BootStage.Kernel, "arguments", why is null ? StepVerdict.Ok : StepVerdict.Warning,
            why ?? $"{words.Count} arguments{(card is null ? string.Empty : ", BOOTIF is the card it booted from")}");
    }

    private static IEnumerable<BootStep> Source(Boot boot, KickstartSource source)
    {
        var root = source.Url.TrimEnd('/');
        if (source.IsTree)
        {
            var tree = new HttpStep(HttpDialect.Packages, root + "/.treeinfo", ".treeinfo", BootStage.Installer) { Optional = true };
            yield return tree;
            if (tree.Verdict is StepVerdict.Failed)
            {
                boot.Fail(tree);
                yield break;
            }
        }

        var index = new HttpStep(
            HttpDialect.Packages, root + "/repodata/repomd.xml", "repodata/repomd.xml", BootStage.Installer)
        { HeadOnly = true, Optional = true };
        yield return index;
        if (index.Verdict is StepVerdict.Absent)
        {
            index.Verdict = StepVerdict.Warning;
            index.Why = $"{root} has no index of packages; an installer stops there";
        }
    }
}
