using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Storage.Rows;

internal sealed class AttemptRow
{
    public long Id { get; init; }

    public required HostName Host { get; init; }

    public required string Secret { get; init; }

    public DateTimeOffset Armed { get; init; }

    public int Allowed { get; init; }

    public TimeSpan Patience { get; init; }

    public required string PalletName { get; init; }

    public required string PalletVersion { get; init; }

    public required string PalletOs { get; init; }

    public required string PalletArch { get; init; }

    public required string ImageKernel { get; init; }

    public string? ImageInitrd { get; init; }

    public int ImageMajor { get; init; }

    public required string ImageArch { get; init; }

    public AttemptState State { get; init; }

    public int Handouts { get; init; }

    public DateTimeOffset? LastHandout { get; init; }

    public DateTimeOffset LastHeard { get; init; }

    public required string LastStep { get; init; }

    public string? Why { get; init; }

    public Ipv4? BoundTo { get; init; }

    public string? Log { get; init; }
}
