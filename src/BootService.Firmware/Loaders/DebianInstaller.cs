using BootService.Firmware.Http;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>Debian's installer, as far as it goes before it touches a disk: its answers, the scripts they fetch, and the archive it installs from.</summary>
internal static class DebianInstaller
{
    private const string ArchiveWord = "archive=";
    private const int Arm64 = 11;

    /// <summary>The steps of one that was told where its answers are.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="url">Where.</param>
    public static IEnumerable<BootStep> Run(Boot boot, string url)
    {
        var answers = new HttpStep(HttpDialect.Debian, url, "preseed.cfg", BootStage.Kickstart);
        yield return answers;
        if (answers.File is not { } file)
        {
            boot.Fail(answers);
            yield break;
        }

        var reading = PreseedReading.Of(file.Text);
        var read = new NoteStep(BootStage.Kickstart, "answers", reading.Fault is null ? StepVerdict.Ok : StepVerdict.Failed, reading.Fault ?? reading.Summary);
        yield return read;
        if (reading.Fault is not null)
        {
            boot.Fail(read);
            yield break;
        }

        var archive = default(string);
        foreach (var address in reading.Files)
        {
            var script = new HttpStep(HttpDialect.Debian, address, address[(address.LastIndexOf('/') + 1)..], BootStage.Kickstart);
            yield return script;
            if (script.File is not { } text)
            {
                boot.Fail(script);
                yield break;
            }

            archive ??= text.Text.Split('\n').FirstOrDefault(line => line.StartsWith(ArchiveWord, StringComparison.Ordinal))?[ArchiveWord.Length..];
        }

        foreach (var step in archive is null ? [] : Archive(boot, archive, reading.Suite!))
        {
            yield return step;
        }
    }

    private static IEnumerable<BootStep> Archive(Boot boot, string root, string suite)
    {
        var architecture = boot.Persona.Dhcp.Architecture == Arm64 ? "arm64" : "amd64";
        var release = new HttpStep(HttpDialect.Debian, $"{root}/dists/{suite}/Release", $"dists/{suite}/Release", BootStage.Installer);
        yield return release;
        if (release.File is null)
        {
            boot.Fail(release);
            yield break;
        }

        // choose-mirror looks for this one to see whether the archive is for its machine.
        var part = new HttpStep(
            HttpDialect.Debian, $"{root}/dists/{suite}/main/binary-{architecture}/Release", $"main/binary-{architecture}/Release",
            BootStage.Installer)
        { Optional = true };
        yield return part;
        if (part.Verdict is StepVerdict.Absent)
        {
            part.Verdict = StepVerdict.Warning;
            part.Why = $"the archive has no Release for {architecture}; the installer says that its architecture is not supported";
        }
    }
}
