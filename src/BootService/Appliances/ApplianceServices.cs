using BootService.Commands.Ports;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>Puts the appliance's state and its events into the host.</summary>
internal static class ApplianceServices
{
    /// <summary>
    /// Registers <see cref="IAppliance"/>, <see cref="IBootEvents"/>, <see cref="BootEventWriter"/> and both stores. Call it before any service that uses them
    /// is added, so that they stop last.
    /// </summary>
    /// <param name="services">The host's services; a <see cref="TimeProvider"/> among them.</param>
    /// <param name="database">The open database; who opened it disposes it when the host has stopped.</param>
    /// <param name="start">The inventory as it was read from that database.</param>
    /// <param name="version">Its version there.</param>
    /// <param name="isFresh">Whether it was the newest there is.</param>
    public static IServiceCollection AddAppliance(
        this IServiceCollection services, BootDatabase database, Inventory start, long version = 0, bool isFresh = true) => services
        .AddSingleton(database.Appliance)
        .AddSingleton(database.Audit)
        .AddSingleton(database.Backup)
        .AddSingleton<DatabaseHealth>()
        .AddSingleton<IDatabaseMove>(provider => ActivatorUtilities.CreateInstance<DatabaseMove>(provider, database))
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<DatabaseExamination>(provider, database))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ApplianceWriter>(provider, new ApplianceStart(start, version, isFresh)))
        .AddSingleton<IFrontends, FrontendList>()
        .AddSingleton<IAppliance>(provider => provider.GetRequiredService<ApplianceWriter>())
        .AddHostedService(provider => provider.GetRequiredService<ApplianceWriter>())
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<BootEventWriter>(provider, database.Events))
        .AddSingleton<IBootEventStore>(provider => new LiveBootEvents(
            database.Events, provider.GetRequiredService<BootEventWriter>(), isOfMany: database.Shared is not null))
        .AddSingleton<IBootEvents>(provider => provider.GetRequiredService<BootEventWriter>())
        .AddSingleton<IBootEventFeed>(provider => provider.GetRequiredService<BootEventWriter>())
        .AddHostedService(provider => provider.GetRequiredService<BootEventWriter>())
        .AddSingleton<StrangerJournal>()
        .AddSingleton<HostStates>()
        .AddSingleton<IHostStates>(provider => provider.GetRequiredService<HostStates>())
        .AddHostedService(provider => provider.GetRequiredService<HostStates>())
        .AddPeers(database.Shared);

    private static IServiceCollection AddPeers(this IServiceCollection services, ISharedStore? shared) => shared is null
        ? services
        : services.AddSingleton(shared).AddSingleton<PeerStanding>().AddHostedService<PeerWatch>();
}
