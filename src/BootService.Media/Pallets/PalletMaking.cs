using BootService.Core;
using BootService.Media.Discs;
using BootService.Media.Work;

namespace BootService.Media.Pallets;

/// <summary>A directory of packages and node XML that becomes a pallet's disc.</summary>
/// <param name="Directory">Its absolute path, or that of the description in it.</param>
public sealed record PalletOrder(string Directory)
{
    /// <summary>The pallet's name; null for what a description in the directory says, or the directory's own.</summary>
    public string? Name { get; init; }

    /// <summary>Its version; null for what a description says, or 1.0.</summary>
    public string? Version { get; init; }

    /// <summary>Its release; null for what a description says, or 0.</summary>
    public string? Release { get; init; }

    /// <summary>Its architecture; null for what a description says, or x86_64.</summary>
    public string? Arch { get; init; }

    /// <summary>The operating system family it is for; null for what a description says, or what the directory is a disc of, or redhat.</summary>
    public string? Os { get; init; }
}

/// <summary>A pallet's disc that was made.</summary>
/// <param name="Root">The directory that it lies in.</param>
/// <param name="Image">The image's name there.</param>
/// <param name="Packages">How many packages are on it.</param>
/// <param name="Xml">How many files of node XML.</param>
/// <param name="Os">The operating system family it is for.</param>
public sealed record MadePallet(string Root, string Image, int Packages, int Xml, string Os);

/// <summary>Makes discs of directories of packages and node XML.</summary>
/// <param name="folder">Where pallets lie, and discs of callers whose own directory cannot be written.</param>
/// <param name="time">The clock.</param>
public sealed class PalletMaking(PalletFolder folder, TimeProvider time)
{
    /// <summary>Makes one.</summary>
    /// <param name="order">What of.</param>
    /// <param name="caller">The caller's directory.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">The directory cannot be made a pallet of, or cannot be read, or the disc cannot be written.</exception>
    public async Task<MadePallet> MakeAsync(PalletOrder order, string caller, IWorkReport report, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        try
        {
            return await DoAsync(order, caller, report, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the pallet cannot be made: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    private async Task<MadePallet> DoAsync(PalletOrder order, string caller, IWorkReport report, CancellationToken cancel)
    {
        var source = PalletSource.Read(Path.TrimEndingDirectorySeparator(order.Directory));
        var name = PalletWord.Checked("name", order.Name ?? source.Roll?.Name ?? Path.GetFileName(source.Folder));
        var version = PalletWord.Checked("version", order.Version ?? source.Roll?.Version ?? "1.0");
        var release = PalletWord.Checked("release", order.Release ?? (source.Roll is { Release.Length: > 0 } roll ? roll.Release : PalletDisc.FirstRelease));
        var arch = PalletWord.Checked("arch", order.Arch ?? source.Roll?.Arch ?? "x86_64");
        var os = PalletWord.Checked("os", order.Os ?? source.Roll?.Os ?? DiscFamily.Of(source.Folder) ?? RollFile.UsualOs);
        var image = $"{name}-{version}-{release}.{arch}.disk1.iso";
        var root = Writable(caller);
        await Watched.RunAsync(
            stop => new PalletDisc(name, version, arch, release, os)
                .MakeAsync(Path.Combine(root, image), source.Files, time.GetUtcNow(), (_, _) => Task.FromResult(false), stop),
            () => report.ProgressAsync($"Making {image} ...", 0, 0),
            time,
            cancel);
        return new MadePallet(root, image, source.Packages, source.Files.Count - source.Packages, os);
    }

    /// <summary>The caller's directory, or the daemon's own where it may not write the caller's.</summary>
    private string Writable(string caller)
    {
        try
        {
            return Probed(caller);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Directory.CreateDirectory(folder.Mirrors);
            return Probed(folder.Mirrors);
        }
    }

    private static string Probed(string path)
    {
        using var probe = new FileStream(
            Path.Combine(path, ".disc-" + Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        return path;
    }
}
