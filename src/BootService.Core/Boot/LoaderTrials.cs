using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Core.Boot;

/// <summary>What a host's boots teach of the loader they went through.</summary>
/// <param name="Host">The host.</param>
/// <param name="Loader">The loader, a choice of <see cref="LoaderChain.AttributeName"/>.</param>
public abstract record LoaderLesson(string Host, string Loader)
{
    /// <summary>It was fetched <see cref="LoaderTrials.Stalls"/> times in a row, and nothing came after it.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Loader">The loader.</param>
    /// <param name="Card">The card that booted.</param>
    /// <param name="Firmware">The firmware it runs on.</param>
    /// <param name="IsOfCard">Whether it is the iPXE in the card's own ROM, and not one that the firmware loads.</param>
    public sealed record Stalled(string Host, string Loader, MacAddress Card, FirmwareKind Firmware, bool IsOfCard) : LoaderLesson(Host, Loader)
    {
        /// <summary>The choice whose turn it is; null when no other can be taken.</summary>
        /// <param name="isHere">Whether a loader's file is here, by its name in the boot root.</param>
        /// <remarks>The iPXE of a card leaves its script for a PXE loader on BIOS only; on UEFI it would meet itself again.</remarks>
        public string? Next(Predicate<string> isHere) => IsOfCard && Firmware is not FirmwareKind.Bios ? null : BootLoaders.After(Firmware, Loader, isHere);
    }

    /// <summary>It led its machine to a system, after others had stalled.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Loader">The loader.</param>
    public sealed record Worked(string Host, string Loader) : LoaderLesson(Host, Loader);
}

/// <summary>
/// Follows the boots of hosts by what the servers tell of them, and says when a loader stalls: it was fetched, and the firmware asked anew before
/// anything came after it, several times in a row. What was our own fault, such as a file that is not here, counts against no loader. Not safe for several
/// threads.
/// </summary>
/// <param name="firmwareOf">What is known of a card's firmware; asked where no loader says which it is.</param>
public sealed class LoaderTrials(Func<MacAddress, FirmwareKind> firmwareOf)
{
    /// <summary>How often in a row a loader stalls before the next one has its turn.</summary>
    public const int Stalls = 3;

    /// <summary>More than any appliance has hosts; names of removed ones stay until then.</summary>
    private const int Most = 65_536;

    private readonly Dictionary<string, Trial> _hosts = new(StringComparer.Ordinal);

    /// <summary>Takes an event.</summary>
    /// <returns>What it teaches; null for nothing.</returns>
    public LoaderLesson? On(in BootEvent happened)
    {
        if (happened.Host is not { } host)
        {
            return null;
        }

        if (!_hosts.TryGetValue(host, out var trial))
        {
            if (_hosts.Count >= Most)
            {
                _hosts.Clear();
            }

            _hosts[host] = trial = new Trial(host, firmwareOf);
        }

        return trial.On(happened);
    }

    /// <summary>One host's boots.</summary>
    private sealed class Trial(string host, Func<MacAddress, FirmwareKind> firmwareOf)
    {
        private Boot? _boot;
        private string? _stalling;
        private int _stalls;
        private bool _isOnProbation;

        public LoaderLesson? On(in BootEvent happened) => happened switch
        {
            { Outcome: not BootOutcome.Ok } => Missed(happened),
            { Message: BootMessage.Offer or BootMessage.Ack, Stage: BootStage.Dhcp } => Asked(happened),
            { Message: BootMessage.Loader or BootMessage.IpxeLoader, Bytes: > 0 } => Fetched(happened),
            { Message: BootMessage.Configuration } => Told(happened),
            { Message: BootMessage.Kernel, Bytes: > 0 } => _boot is { Told: BootTold.Kernel } ? WentOn() : null,
            { Message: BootMessage.RamDisk, Bytes: > 0 } => WentOn(),
            { Message: BootMessage.Kickstart or BootMessage.StageReached or BootMessage.Done or BootMessage.Confirmed } => Arrived(),
            _ => null,
        };

        private LoaderLesson? Asked(in BootEvent happened) =>
            _boot is not { } boot ? null
            : !happened.IsFirmware ? Arrived()
            : happened.IsIpxe && boot.AwaitsIpxe ? null
            : Stalled(boot);

        private LoaderLesson.Stalled? Fetched(in BootEvent happened)
        {
            if (BootLoaders.Find(happened.Name) is not { Choice: { } choice } loader || _boot?.Loader?.Companions.Contains(loader.Name) is true)
            {
                return null;
            }

            var lesson = _boot is { } before ? Stalled(before) : null;
            _boot = new Boot(choice, loader, happened.Mac, loader.Firmware) { AwaitsIpxe = loader.AsksAnew };
            return lesson;
        }

        private LoaderLesson.Worked? Told(in BootEvent happened)
        {
            // No loader of ours before it: the iPXE of the card's own ROM.
            if (_boot is null && BootNames.Parse(happened.Name) is { Program: BootProgram.Ipxe })
            {
                _boot = new Boot(BootLoaders.IpxeChoice, null, happened.Mac, firmwareOf(happened.Mac));
            }

            if (_boot is null)
            {
                return null;
            }

            _boot = _boot with { AwaitsIpxe = false, Told = happened.Told };
            return happened.Told is BootTold.Disk ? WentOn() : null;
        }

        // A file that we do not have, or could not send, stops any loader.
        private LoaderLesson.Stalled? Missed(in BootEvent happened)
        {
            var isOurs =
                happened is
            {
                Outcome: BootOutcome.Refused, Stage: BootStage.Tftp or BootStage.Http or BootStage.Configuration,
                Reason: not BootReason.NotNeeded
            }
                or { Reason: BootReason.Transfer { Note: TransferNote.ServerStopped or TransferNote.FileChanged } };
            _boot = isOurs ? null : _boot;
            return null;
        }

        private LoaderLesson.Stalled? Stalled(Boot boot)
        {
            _boot = null;
            _stalls = _stalling == boot.Choice ? _stalls + 1 : 1;
            _stalling = boot.Choice;
            if (_stalls < Stalls)
            {
                return null;
            }

            (_stalling, _stalls, _isOnProbation) = (null, 0, true);
            return new LoaderLesson.Stalled(host, boot.Choice, boot.Card, boot.Firmware, boot.Loader is null);
        }

        private LoaderLesson.Worked? WentOn()
        {
            (_boot, _stalling, _stalls) = (null, null, 0);
            return null;
        }

        private LoaderLesson.Worked? Arrived()
        {
            var led = _boot?.Choice;
            var teaches = _isOnProbation && led is not null;
            _isOnProbation &= !teaches;
            WentOn();
            return teaches ? new LoaderLesson.Worked(host, led!) : null;
        }
    }

    /// <summary>A boot that has its loader, or the script of the card's own iPXE, and has not got further.</summary>
    private sealed record Boot(string Choice, BootLoader? Loader, MacAddress Card, FirmwareKind Firmware)
    {
        /// <summary>Whether the next thing that is heard is the loaded iPXE's own DHCP.</summary>
        public bool AwaitsIpxe { get; init; }

        /// <summary>What its configuration told it to start.</summary>
        public BootTold Told { get; init; }
    }
}
