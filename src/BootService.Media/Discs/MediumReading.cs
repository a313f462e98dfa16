using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>A pallet as it lies on a medium.</summary>
/// <param name="Pallet">What it is. Without a kernel when it is no OS, or a further disc of one.</param>
/// <param name="Root">The folder of the medium that becomes the pallet's; empty for the whole medium.</param>
internal sealed record MediumPallet(Pallet Pallet, string Root)
{
    /// <summary>Whether it adds to what is there of this pallet, as the discs of an OS do, rather than takes its place.</summary>
    public bool Adds { get; init; }

    /// <summary>The name by which the image itself becomes a file of the pallet; null when only what is on it does.</summary>
    public string? Image { get; init; }

    /// <summary>Which paths of the medium are taken; null for all.</summary>
    public Func<string, bool>? Takes { get; init; }

    /// <summary>What files add up to, by their path in the pallet.</summary>
    public Dictionary<string, Checksum> Checksums { get; init; } = [];
}

/// <summary>Tells what pallets a medium holds.</summary>
internal static class MediumReading
{
    /// <summary>In this order: a disc of Stacki's may have any of the other descriptions beside its own.</summary>
    private static readonly IMediumProbe[] Probes =
        [new RollProbe(), new TreeInfoProbe(), new DiscInfoProbe(), new UbuntuProbe(), new CoreOsProbe(), new DebianNetbootProbe(), new DebianArchiveProbe()];

    /// <summary>The pallets of a medium, at least one.</summary>
    /// <exception cref="RefusedException">It is no medium that we know, and what it is instead where that can be told.</exception>
    public static ImmutableArray<MediumPallet> Read(IMedium medium)
    {
        foreach (var probe in Probes)
        {
            if (probe.Probe(medium) is { IsEmpty: false } found)
            {
                return found;
            }
        }

        throw new RefusedException(Unknown(medium));
    }

    /// <summary>What someone holds who took the wrong image.</summary>
    private static string Unknown(IMedium medium)
    {
        const string Known =
            "pallets are made of CentOS, RHEL, Rocky Linux, AlmaLinux and their relatives of release 6 to 10, of Fedora, openEuler, Debian 12 and 13, Ubuntu "
                + "22.04 to 26.04 for servers, of Fedora CoreOS and Flatcar and of Stacki's own discs";
        return medium switch
        {
            _ when medium.Text(".disk/info") is { } debian => $"{medium.Name} is {debian.Split('\n')[0].Trim()}: {Known}",
            _ when medium.Has("media.1/media") || medium.Has("content") => $"{medium.Name} is a SUSE disc: {Known}",
            _ when medium.Has("sources/boot.wim") => $"{medium.Name} is a Windows disc: {Known}",
            _ => $"{medium.Name} has no .treeinfo, .discinfo or roll-NAME.xml, so it is no installation medium: {Known}",
        };
    }
}
