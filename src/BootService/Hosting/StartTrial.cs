using System.Net;
using System.Net.Sockets;
using BootService.Appliances;
using BootService.Boot;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Dhcp;
using BootService.Dns;
using BootService.Doctor;
using BootService.Interfaces;
using BootService.Settings;
using BootService.Storage;

namespace BootService.Hosting;

/// <summary>What was looked at, and what came of it.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Result">What was found; what to do where it is wrong.</param>
/// <param name="IsWrong">Whether a start would fail, or serve less than it is set to.</param>
internal sealed record TrialFinding(string What, string Result, bool IsWrong);

/// <summary>
/// Goes through a start without one (<c>bootservice --check</c>): settings, interface, loaders, database, media, certificate, ports. Nothing is changed,
/// and a daemon may be running meanwhile.
/// </summary>
internal sealed class StartTrial(DaemonSettings settings)
{
    private readonly List<TrialFinding> _findings = [];

    /// <summary>What was found, in the order of a start; what rests on something wrong is left out.</summary>
    public async Task<IReadOnlyList<TrialFinding>> RunAsync(CancellationToken cancel)
    {
        Good("settings", $"data in {settings.DataDirectory}, media in {settings.ExportDirectory}");
        if (FirstStart.WhyNoFolders(settings).FirstOrDefault() is { } whyNoFolder)
        {
            Wrong("folders", whyNoFolder);
        }

        if (settings.Dhcp.Enabled && new LeaseFiles(settings.DataDirectory).WhyClosed() is { } whyNoLeases)
        {
            Wrong("leases", whyNoLeases);
        }

        var frontend = Tried(
            "interface", () => BootInterface.Find(settings.Interface, settings.Http.Port), found => $"{found.Interface} at {found.Address} in {found.Subnet}");
        Tried("loaders", () => LoaderLibrary.Open(settings.BootFilesDirectory), LoadersOf)?.Dispose();
        if (!settings.IsRelay)
        {
            await LookAtDatabaseAsync(frontend, cancel);
        }
        else if (frontend is not null)
        {
            await LookAtUpstreamAsync(frontend, cancel);
        }

        if (frontend is not null)
        {
            LookAtCertificate();
            LookAtPorts(frontend);
        }

        return _findings;
    }

    private static string LoadersOf(LoaderLibrary loaders) => loaders.Absent.ToArray() is { Length: > 0 } absent
        ? $"all that hosts take by default; not here: {string.Join(", ", absent.Select(loader => $"{loader.Name} (package {loader.Package})"))}"
        : "all of them";

    private async Task LookAtDatabaseAsync(Frontend? frontend, CancellationToken cancel)
    {
        try
        {
            var outlook = await Databases.TryAsync(settings.Database, settings.DataDirectory, cancel);
            if (outlook.Stored is not { } stored)
            {
                Good("database", settings.Database.Connection is null
                    ? $"{outlook.Place} is not there: a start makes it, with no hosts"
                    : $"{outlook.Place} is empty: a start makes its tables, with no hosts");
                return;
            }

            var hosts = stored.OfType<Change.HostSet>().Count();
            Good("database", outlook.Pending.Count == 0
                ? $"{outlook.Place}: {hosts} hosts, of this version"
                : $"{outlook.Place}: {hosts} hosts; a start brings it up to date ({string.Join(", ", outlook.Pending)}), which was tried "
                    + (outlook.KeptAs is { } copy ? $"on a copy, and keeps it as it is in {copy}" : "in a transaction that was taken back"));
            if (frontend is not null)
            {
                LookAtMedia(Inventory.Empty(frontend).With(stored));
            }
        }
        catch (Exception fault) when (fault is StorageException or IOException or UnauthorizedAccessException)
        {
            Wrong("database", fault.Message);
        }
    }

    private async Task LookAtUpstreamAsync(Frontend frontend, CancellationToken cancel)
    {
        try
        {
            using var database = RelaySide.Open(settings, frontend);
            var news = await database.State.AskAsync(cancel);
            var (hosts, subnets) = (news.Changes.OfType<Change.HostSet>().Count(), database.State.Subnets);
            if (!news.Changes.Any(change => change is Change.NetworkSet))
            {
                Wrong("upstream", $"{database.State.Current} knows no network that is {subnets}: \"stack add network\" there, with its address and mask");
            }
            else if (!news.IsFresh)
            {
                Wrong("upstream", $"{database.State.Current} cannot reach its database: see \"stack check cluster\" there");
            }
            else
            {
                Good("upstream", $"{database.State.Current} tells of {(hosts == 1 ? "1 host" : $"{hosts} hosts")} of {subnets}");
            }
        }
        catch (Exception fault) when (fault is StorageException or StartException)
        {
            Wrong("upstream", fault.Message);
        }
    }

    private void LookAtMedia(Inventory inventory)
    {
        var before = _findings.Count;
        foreach (var pallet in inventory.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal))
        {
            var folder = Path.Combine(settings.Folders.PalletsDirectory, pallet.Key.Folder);
            var missing = pallet.IsOs ? new[] { pallet.Kernel!, pallet.Initrd! }.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file))) : null;
            if (!Directory.Exists(folder))
            {
                Wrong("media", $"the files of pallet {pallet.Key} are gone from {folder}: put them back, or \"stack remove pallet {pallet.Key.Name}\" and add "
                    + "it anew");
            }
            else if (missing is not null)
            {
                Wrong("media", $"pallet {pallet.Key} lacks {missing} in {folder}: add it anew");
            }
        }

        if (_findings.Count == before)
        {
            Good("media", inventory.Pallets.Count switch
            {
                0 => "no pallet yet: nothing can be installed before one is added and enabled",
                1 => "the files of 1 pallet are there",
                var count => $"the files of {count} pallets are there",
            });
        }
    }

    private void LookAtCertificate()
    {
        if (settings.Admin is { Address: not null, Certificate: { } certificate, Key: { } key })
        {
            var missing = new[] { certificate, key }.FirstOrDefault(file => !File.Exists(file));
            if (missing is null)
            {
                Good("certificate", certificate);
            }
            else
            {
                Wrong("certificate", $"{missing} is not there: Admin:Certificate and Admin:Key name PEM files");
            }
        }
    }

    private void LookAtPorts(Frontend frontend)
    {
        if (AdminSocket.IsServed(settings.Admin.Socket))
        {
            Good("ports", $"a bootservice is running (it answers at {settings.Admin.Socket}), and has them");
            return;
        }

        var before = _findings.Count;
        if (ListenerTrial.WhyNotEach(settings, frontend) is { } alike)
        {
            Wrong("ports", alike);
        }

        var served = ServedPorts.Of(settings.Dhcp, settings.Tftp, settings.Http).All.Where(port => port.Port > 0)
            .Select(port => (port.What, port.Protocol, port.Port));
        if (settings.Http is { Enabled: true, TlsPort: > 0 and var tls })
        {
            served = served.Append(("HTTP over TLS", "tcp", tls));
        }

        foreach (var (what, protocol, port) in served)
        {
            Try(what, protocol, new IPEndPoint(IPAddress.Parse(frontend.Address.ToString()), port));
        }

        if (settings.Dns.Enabled is true && DnsServer.WhyNot(settings.Dns, frontend) is { } whyNoNames)
        {
            Wrong("ports", whyNoNames);
        }

        if (ListenerTrial.WhyNoAdmin(settings.Admin) is { } whyNoAdmin)
        {
            Wrong("ports", whyNoAdmin);
        }

        if (_findings.Count == before)
        {
            Good("ports", "free");
        }
    }

    private void Try(string what, string protocol, IPEndPoint place)
    {
        using var probe = protocol == "udp"
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(place);
        }
        catch (SocketException refused)
        {
            Wrong("ports", refused.SocketErrorCode is SocketError.AccessDenied
                ? $"{what} wants {protocol} port {place.Port}, which this user may not open: run as root"
                : $"{what} wants {protocol} port {place.Port} of {place.Address}, and something else has it"
                    + $" (\"ss -{(protocol == "udp" ? 'u' : 't')}lnp sport = :{place.Port}\" names it): stop that");
        }
    }

    private T? Tried<T>(string what, Func<T> look, Func<T, string> result) where T : class
    {
        try
        {
            var found = look();
            Good(what, result(found));
            return found;
        }
        catch (StartException fault)
        {
            Wrong(what, fault.Message);
            return null;
        }
    }

    private void Good(string what, string result) => _findings.Add(new TrialFinding(what, result, IsWrong: false));

    private void Wrong(string what, string result) => _findings.Add(new TrialFinding(what, result.ReplaceLineEndings(" "), IsWrong: true));
}
