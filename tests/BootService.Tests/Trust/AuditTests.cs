using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Tests.Trust;

public sealed class AuditTests
{
    [Fact]
    public async Task Every_change_says_who_made_it_when_and_what_was_there_before()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        var begun = frontend.Audit().Length;
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS0");
        frontend.By = new Author("bob", "socket") { Uid = 1001 };
        frontend.Time.Advance(TimeSpan.FromMinutes(1));
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS1");
        frontend.Type("set host rack backend-0-0 rack=7");
        var lines = frontend.Audit()[begun..];
        Assert.EndsWith(
            "|alice|1000|socket|set host attr backend-0-0 attr=console value=...|host backend-0-0|attr console||ttyS0|", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "|bob|1001|socket|set host attr backend-0-0 attr=console value=...|host backend-0-0|attr console|ttyS0|ttyS1|", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("|host backend-0-0|rack|0|7|", lines[2], StringComparison.Ordinal);
        Assert.Equal("2026-11-22T12:01:00Z", frontend.Type("list audit").Rows[^1][1]);
    }

    [Fact]
    public async Task A_secret_is_in_no_line_of_the_log()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set attr attr=password value=hunter2 shadow=yes");
        frontend.Type("set attr attr=password value=hunter3 shadow=yes");
        frontend.Type("remove attr attr=password");
        var log = string.Join('\n', frontend.Audit());
        Assert.DoesNotContain("hunter", log, StringComparison.Ordinal);
        Assert.Contains("|global|attr password|********|********|", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_readable_until_its_name_became_a_secret_is_not_listed_any_more()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host attr backend-0-0 attr=site.join value=hunter2");
        Assert.Contains("hunter2", string.Join('|', frontend.Type("list audit").Rows[^1]), StringComparison.Ordinal);
        frontend.Type("set host attr backend-0-0 attr=site.join value=hunter2 shadow=yes");
        Assert.DoesNotContain("hunter2", string.Join('|', frontend.Type("list audit").Rows.SelectMany(row => row)), StringComparison.Ordinal);
        Assert.Equal(
            ["attr \"site.join\" removed for host backend-0-0; it was a secret, so say shadow=yes when it is set again"],
            frontend.Type("remove host attr backend-0-0 attr=site.join").Messages);
    }

    [Fact]
    public async Task Who_switched_a_host_off_is_in_the_log_and_cannot_be_undone()
    {
        await using var frontend = new TrustFrontend(hosts: 2);
        frontend.Type("set host attr backend-0-1 attr=comment value=x");
        frontend.Type("set attr attr=power.user value=u");
        frontend.Type("set attr attr=power.password value=hunter2");
        frontend.Type("set host attr backend attr=power.address value=bmc");
        frontend.Type("set host power backend command=off");
        frontend.Type("set host power backend command=status");
        var log = frontend.Audit();
        Assert.EndsWith("|alice|1000|socket|set host power backend command=off|host backend-0-0|power||off|", log[^2], StringComparison.Ordinal);
        Assert.EndsWith("|host backend-0-1|power||off|", log[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join('\n', log), StringComparison.Ordinal);
        await frontend.RestartAsync();
        Assert.Equal(log, frontend.Audit());
    }

    [Fact]
    public async Task Networks_appliances_pallets_and_removed_hosts_are_in_the_log_too()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("add network lab address=192.168.7.0 mask=255.255.255.0");
        frontend.Type("add appliance storage node=backend");
        frontend.Type("disable pallet CentOS");
        frontend.Type("remove host backend-0-0");
        var log = frontend.Audit();
        Assert.Contains(log, line => line.Contains("|network lab|||", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("|appliance storage|||", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("|enabled in default|disabled|", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("|host backend-0-0||appliance backend, rack 0, rank 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_or_changed_nothing_is_not_in_the_log()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        var begun = frontend.Audit().Length;
        frontend.Refused("add host backend-0-0");
        frontend.Type("set host rack backend-0-0 rack=0");
        Assert.Equal(begun, frontend.Audit().Length);
    }

    [Fact]
    public async Task The_log_of_one_host_has_only_its_lines_and_outlives_a_restart()
    {
        await using var frontend = new TrustFrontend();
        await frontend.RestartAsync();
        Assert.All(frontend.Type("list audit backend-0-1").Rows, row => Assert.Equal("host backend-0-1", row[6]));
        Assert.Equal(2, frontend.Type("list audit backend-0-1").Rows.Count);
    }

    [Fact]
    public async Task A_change_and_its_line_are_written_together_or_not_at_all()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        await using (var other = new SqliteConnection($"Data Source={frontend.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            var command = other.CreateCommand();
            command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the log is full'); END";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        frontend.Refused("set host rack backend-0-0 rack=7");
        await frontend.RestartAsync();
        Assert.Equal(0, frontend.Host(0).Rack);
    }

    [Fact]
    public void Every_value_of_a_host_is_compared_and_put_back()
    {
        var values = typeof(Host).GetProperties().Where(property => property.CanWrite && property.Name is not (nameof(Host.Name) or "EqualityContract"))
            .Select(property => property.Name).ToArray();
        Assert.Equal(values.Length, HostField.All.Count);
        var plain = new Host(HostName.Parse("a-0-0"), "backend", 0, 0);
        var full = new Host(HostName.Parse("a-0-0"), "storage", 3, 4)
        {
            Action = BootAction.Install,
            Os = "ubuntu",
            Environment = "lab",
            Box = "blue",
            InstallAction = "install.sles",
            OsAction = "memtest",
            Comment = "by the window",
            LearnedLoader = "ipxe",
            Groups = ["blue"],
            Interfaces = [new HostInterface("eth0", Mac: null, Address: null, "private", IsDefault: true, "other")],
        };
        Assert.Equal(HostField.All, HostField.Between(plain, full));
        Assert.Equal(full, HostField.All.Aggregate(plain, (host, field) => field.Take(host, full)));
    }

    [Fact]
    public void A_proposal_without_an_author_is_the_daemons()
    {
        var before = Inventory.Empty(Commands.Tests.Support.MemoryAppliance.Frontend);
        Change[] changes = [new Change.HostSet(new Host(HostName.Parse("a-0-0"), "backend", 0, 0))];
        var record = AuditTrail.Of(before, before.With(changes), changes, Author.Daemon, DateTimeOffset.UnixEpoch)!;
        Assert.Equal(("bootservice", "daemon"), (record.By.Name, record.By.Via));
    }
}
