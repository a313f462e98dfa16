using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Logins;
using BootService.Core.Packages;
using BootService.Core.Pallets;
using BootService.Core.Profiles;
using BootService.Core.Repositories;

namespace BootService.Profiles;

/// <summary>Turns what the appliance knows of a host into what its profile is rendered from; looks at the node files of a box once.</summary>
internal sealed class ProfileSources(Inventory inventory, NodeTemplates templates, Repositories repositories, INodeRunner runner) : IProfileSources
{
    private const string PeersAttribute = "hosts.peers";
    private const int MostPeers = 500;

    /// <summary>What lies in a place that nodes take packages from.</summary>
    private sealed record RepositoryPlace(
        IReadOnlyList<string> Folders, IReadOnlyList<string> Keys, IReadOnlyList<AptSuite> Suites, IReadOnlyList<PackageIndex> Offered);

    private readonly Dictionary<string, ProfileTemplates> _byBox = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RepositoryPlace> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackageOffer?> _offers = new(StringComparer.Ordinal);
    private string? _peers;

    /// <inheritdoc/>
    public ProfileTemplates Templates(string box)
    {
        if (!_byBox.TryGetValue(box, out var found))
        {
            _byBox.Add(box, found = templates.Of(box, inventory.CartsIn(box), inventory.PalletsIn(box)));
        }

        return found;
    }

    /// <inheritdoc/>
    public ProfileRequest Preview(Core.Hosts.Host host)
    {
        var attributes = inventory.AttributesOf(host);
        return Request(host, OsChoice.Of(inventory, host), name => Masked(attributes, name), ReportUrls.Mask);
    }

    /// <summary>What the profile of an attempt is rendered from, secrets and all.</summary>
    /// <exception cref="RefusedException">The host has no profile.</exception>
    public ProfileRequest Install(Core.Hosts.Host host, InstallAttempt attempt) =>
        Request(host, inventory.Pallets[attempt.Pallet], inventory.AttributesOf(host).Text, attempt.Secret);

    private ProfileRequest Request(Core.Hosts.Host host, Pallet os, AttributeLookup attributes, string secret) => new()
    {
        Host = host.Name.ToString(),
        Root = attributes("node") ?? inventory.Appliances.GetValueOrDefault(host.Appliance)?.Node
            ?? throw new RefusedException($"appliance \"{host.Appliance}\" of host \"{host.Name}\" has no node to begin its profile with; set attribute node"),
        Attributes = attributes,
        Arch = os.Key.Arch,
        System = host.Os,
        Release = os.Key.Version,
        Installer = Installer.Of(os.Key)
            ?? throw new RefusedException(
                $"pallet {os.Key} is of no release whose installer we know: releases 6 to 10 of Enterprise Linux, Fedora from 40 on, openEuler 20 to 24, "
                    + "Debian 12 and 13, Ubuntu 22.04 to 26.04, Fedora CoreOS and Flatcar are"),
        Frontend = inventory.FrontendOf(host).Address.ToString(),
        Repositories =
        [
            .. PalletsFor(host, os).Select(pallet => Repository(host, $"{pallet.Key.Name}-{pallet.Key.Version}", PlaceOf(pallet), pallet.Key == os.Key)),
            .. inventory.CartsIn(host.Box).Select(cart => Repository(host, $"{cart.Name}-cart", PlaceOf(cart), isInstallSource: false)),
        ],
        Offer = Offer(os, [.. PalletsFor(host, os).Select(PlaceOf), .. inventory.CartsIn(host.Box).Select(PlaceOf)]),
        Identity = MachineIdentity.Of(attributes),
        HostsFile = HostsFile(host, attributes),
        Users = Users(host, attributes),
        Network = NodeNetworkPlan.Of(inventory, host),
        Firewall = NodeFirewall.Of(inventory, host),
        Disks = Disks(host, attributes),
        ImageBytes = Installer.Of(os.Key) is Installer.Ubuntu ? repositories.Length($"{PlaceOf(os)}/{Installer.Ubuntu.Image}") : 0,
        Reports = new ReportUrls(inventory.FrontendOf(host).BaseUrl, secret),
        Runner = runner,
    };

    private ImmutableArray<NodeUser> Users(Core.Hosts.Host host, AttributeLookup attributes)
    {
        try
        {
            return NodeUsers.Of(inventory.AttributesOf(host).NamesUnder(NodeUsers.Prefix), name => attributes(name));
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"host \"{host.Name}\" has a user that cannot be: {fault.Message}");
        }
    }

    private static DiskPlan Disks(Core.Hosts.Host host, AttributeLookup attributes)
    {
        try
        {
            return DiskPlan.Of(name => attributes(name));
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"the disks of host \"{host.Name}\" cannot be: {fault.Message}");
        }
    }

    private ProfileRepository Repository(Core.Hosts.Host host, string name, string place, bool isInstallSource)
    {
        var (folders, keys, suites, _) = Place(place);
        return new ProfileRepository(
            name, $"{inventory.FrontendOf(host).BaseUrl}/install/{place}", isInstallSource)
        { Folders = folders, Keys = keys, Suites = suites };
    }

    private RepositoryPlace Place(string place)
    {
        if (!_places.TryGetValue(place, out var found))
        {
            var (folders, suites) = (repositories.Of(place), repositories.Suites(place));
            _places.Add(place, found = new RepositoryPlace(
                folders, repositories.Keys(place), suites, [.. repositories.Offered(place, folders), .. repositories.Offered(place, suites)]));
        }

        return found;
    }

    /// <summary>What all repositories of a host offer; null when nothing is known of the OS's own.</summary>
    private PackageOffer? Offer(Pallet os, IReadOnlyList<string> places)
    {
        var all = string.Join('\n', places);
        if (!_offers.TryGetValue(all, out var offer))
        {
            var isKnown = Installer.Of(os.Key) switch
            {
                Installer.Debian => places.Any(place => Place(place).Suites.Any(suite => suite.HasInstaller)),
                Installer.Ignition => false,
                Installer.Ubuntu ubuntu => places.Any(place => Place(place).Suites.Any(suite => suite.Is(ubuntu.Suite))),
                _ => Place(PlaceOf(os)).Offered.Count > 0,
            };
            _offers.Add(all, offer = isKnown ? new PackageOffer([.. places.SelectMany(place => Place(place).Offered)]) : null);
        }

        return offer;
    }

    /// <summary>The OS's own pallet and those that add to it; another system's add nothing.</summary>
    private IEnumerable<Pallet> PalletsFor(Core.Hosts.Host host, Pallet os) =>
        inventory.PalletsOf(host).Where(pallet => pallet.Key == os.Key || (!pallet.IsOs && OsChoice.IsOf(pallet, os.Key.Os)));

    private static string PlaceOf(Cart cart) => $"carts/{cart.Name}";

    private static string PlaceOf(Pallet pallet) => $"pallets/{pallet.Key.Folder}";

    private static string? Masked(HostAttributes attributes, string name) =>
        AttributeName.TryParse(name, null, out var parsed) && attributes.Find(parsed) is { } found
            ? found.Value.Shadow ? ReportUrls.Mask : found.Value.Text
            : null;

    /// <summary>
    /// The frontend and all hosts; where these are many, or the host wants no peers, itself alone: each kickstart would grow with the cluster.
    /// </summary>
    private string HostsFile(Core.Hosts.Host host, AttributeLookup attributes)
    {
        var frontend = inventory.FrontendOf(host);
        var own = $"{frontend.Address}\t{frontend.Name}.{frontend.Domain} {frontend.Name}\n";
        if (attributes(PeersAttribute)?.Trim()
            .ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" => true,
            "false" or "no" or "off" or "0" => false,
            _ =>
                inventory.Hosts.Count <= MostPeers
        })
        {
            return own + (_peers ??= Core.Hosts.HostsFile.OfHosts(inventory));
        }

        var zone = host.Primary?.Network is { } name && inventory.Networks.GetValueOrDefault(name)?.Zone is { Length: > 0 } known ? known : frontend.Domain;
        return $"{own}{host.Address}\t{host.Name}.{zone} {host.Name}\n";
    }
}
