using BootService.Appliances;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace BootService.Tests.Appliances;

public sealed class ApplianceServicesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_with_the_appliance_in_it_writes_what_it_is_told_and_ends_with_it_on_disk()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-services-");
        using (var database = BootDatabase.Open(folder.FullName))
        {
            var start = Inventory.Empty(
                new Frontend("frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80));
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddSingleton(TimeProvider.System).AddAppliance(database, start);
            using var host = builder.Build();
            await host.StartAsync(Cancel);

            var network = new Network(Network.Private, Ipv4Network.Parse("10.1.0.0/16"));
            await host.Services.GetRequiredService<IAppliance>().CommitAsync(_ => new Proposal<int>(0, [new Change.NetworkSet(network)]), Cancel);
            host.Services.GetRequiredService<IBootEvents>()
                .Post(new BootEvent(DateTimeOffset.UnixEpoch, default, BootStage.Admin, BootOutcome.Ok, BootMessage.ActionSet) { Name = "added" });
            await host.StopAsync(Cancel);

            Assert.Equal([new Change.NetworkSet(network)], (await host.Services.GetRequiredService<IApplianceStore>().LoadAsync(Cancel)).Changes);
            Assert.Equal("added", Assert.Single(await host.Services.GetRequiredService<IBootEventStore>().ListAsync([], 10, Cancel)).Name);
            Assert.Single(host.Services.GetRequiredService<BootEventWriter>().Recent(null));
        }

        folder.Delete(recursive: true);
    }
}
