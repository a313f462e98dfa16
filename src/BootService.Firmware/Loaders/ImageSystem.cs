using System.Text.Json;
using BootService.Firmware.Http;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>
/// The live system of Fedora CoreOS or Flatcar, as far as it goes before it touches a disk: the rest of itself, its configuration, and the files that names.
/// </summary>
internal static class ImageSystem
{
    /// <summary>The steps of one that was told where its configuration is.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="line">Its command line.</param>
    /// <param name="url">Where.</param>
    public static IEnumerable<BootStep> Run(Boot boot, string line, string url)
    {
        if (KernelLine.Find(line, "coreos.live.rootfs_url") is { } root)
        {
            var rest = new HttpStep(HttpDialect.Packages, root, root[(root.LastIndexOf('/') + 1)..], BootStage.Installer) { HeadOnly = true };
            yield return rest;
            if (rest.Verdict is not StepVerdict.Ok)
            {
                boot.Fail(rest);
                yield break;
            }
        }

        var config = new HttpStep(HttpDialect.Ignition, url, url[(url.LastIndexOf('/') + 1)..], BootStage.Kickstart);
        yield return config;
        if (config.File is not { } file)
        {
            boot.Fail(config);
            yield break;
        }

        var (sources, fault) = Read(file.Text, line);
        var read = new NoteStep(
            BootStage.Kickstart, "configuration", fault is null ? StepVerdict.Ok : StepVerdict.Failed, fault ?? $"{sources.Count} files to fetch");
        yield return read;
        if (fault is not null)
        {
            boot.Fail(read);
            yield break;
        }

        foreach (var source in sources)
        {
            var step = new HttpStep(HttpDialect.Ignition, source, source[(source.LastIndexOf('/') + 1)..], BootStage.Kickstart);
            yield return step;
            if (step.File is null)
            {
                boot.Fail(step);
                yield break;
            }
        }
    }

    private static (IReadOnlyList<string> Sources, string? Fault) Read(string text, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var version = root.TryGetProperty("ignition", out var ignition) && ignition.TryGetProperty("version", out var stated) ? stated.GetString() : null;
            string[] files = root.TryGetProperty("storage", out var storage) && storage.TryGetProperty("files", out var list)
                ? [.. list.EnumerateArray()
                    .Select(
                        file => file.TryGetProperty("contents", out var contents) && contents.TryGetProperty("source", out var source)
                            ? source.GetString()
                            : null)
                    .OfType<string>().Where(source => source.StartsWith("http://", StringComparison.Ordinal))]
                : [];
            return (files, version?.StartsWith("3.", StringComparison.Ordinal) is not true
                ? $"it is of version {version ?? "none"}, and image systems read version 3"
                : !KernelLine.Words(line).Any(word => word is "ignition.firstboot" or "flatcar.first_boot=1" or "ignition.firstboot=1")
                    ? "the command line does not say that this is a first boot, so Ignition would not run" : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return ([], $"it is no JSON that Ignition reads: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }
}
