using System.Text;
using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Installs;
using BootService.Pallets;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Settings;

namespace BootService.Boot;

/// <summary>The boot root put together: rendered configurations, the admin's own files, the loaders, and the kernels of pallets, looked for in this order.</summary>
internal sealed class BootRoot(IAppliance appliance, LoaderLibrary loaders, PalletFiles pallets, DataFolders folders, InstallDesk installs, SecretWatch secrets, RunningRehearsal rehearsal, IBootEvents events, TimeProvider time) : IBootFiles, IBootFileNames, IDisposable
{
    private readonly BootFolder _own = new(folders.SiteBootFilesDirectory);

    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked)
    {
        if (BootNames.Parse(name) is { } configuration)
        {
            return Render(configuration, name.ToString(), requester, asked);
        }

        return Find(name);
    }

    public string? WhyMissing(string name) => Find(name) switch
    {
        BootFile.OnDisk => null,
        BootFile.Refused refused => refused.Why,
        BootFile.Failed failed => failed.Why,
        _ => loaders.PackageOf(name) is { } package
            ? $"install {package}, for example \"apt-get install {package}\""
            : $"put it into {folders.SiteBootFilesDirectory}",
    };

    public void Dispose() => _own.Dispose();

    private BootFile Find(ReadOnlySpan<char> name)
    {
        if (_own.Find(name) is not BootFile.Missing and var own)
        {
            return own;
        }

        // Loaders ask for their companions beside themselves, wherever the firmware says they came from.
        var slash = name.LastIndexOf('/');
        if (loaders.Find(name[(slash + 1)..]) is { } loader)
        {
            return loader;
        }

        return name.StartsWith(KernelImage.Root, StringComparison.Ordinal)
            ? pallets.Find(name[KernelImage.Root.Length..])
            : new BootFile.Missing("file not found");
    }

    private BootFile Render(ConfigurationName configuration, string name, Ipv4 requester, Ipv4 asked)
    {
        var inventory = appliance.Current;
        var played = rehearsal.Of(requester) is { } rehearsed && (configuration.Mac ?? rehearsed.Mac) == rehearsed.Mac ? rehearsed : null;
        requester = played?.Address ?? requester;
        var host = configuration.Mac is { } card ? inventory.HostOf(card) : inventory.HostOf(configuration.Address ?? requester);
        if ((configuration.Mac ?? host?.Primary?.Mac ?? host?.Interfaces.FirstOrDefault(nic => nic.Mac is not null)?.Mac) is not { } mac)
        {
            return new BootFile.Missing("no machine we know has this address");
        }

        var now = time.GetUtcNow();
        var decision = BootPolicy.Decide(inventory, mac, new BootClient(FirmwareKind.Unknown, configuration.Program), now, asked);
        var text = configuration.Program switch
        {
            BootProgram.Pxelinux => PxelinuxConfig.Write(decision),
            BootProgram.Grub => GrubConfig.Write(decision),
            _ => IpxeScript.Write(decision, inventory.FrontendOf(host, asked).BaseUrl),
        };
        var attempt = (decision as BootDecision.Run)?.Attempt;
        if (played is not null)
        {
            return new BootFile.Rendered(Encoding.UTF8.GetBytes(text));
        }

        // The configuration of an install has its secret in it, and counts as a boot: it is for its own machine.
        if (attempt is not null && !secrets.MayUse(attempt, requester, []))
        {
            return new BootFile.Refused("this is the configuration of another machine's install");
        }

        // One hand-out too many is told as well: it is what ends the attempt.
        if ((attempt ?? (decision as BootDecision.Local)?.Ended) is { } counted)
        {
            installs.Post(counted, new AttemptSignal.HandedOut());
        }

        events.Post(new BootEvent(now, mac, BootStage.Configuration, BootOutcome.Ok, name)
        {
            Host = host?.Name.ToString(),
            Attempt = attempt?.Id ?? 0,
            Address = requester,
            Why = decision is BootDecision.Run ? $"start the kernel: {decision.Why}" : $"boot from disk: {decision.Why}",
            Bytes = text.Length,
            Took = time.GetUtcNow() - now,
        });
        return new BootFile.Rendered(Encoding.UTF8.GetBytes(text));
    }
}
