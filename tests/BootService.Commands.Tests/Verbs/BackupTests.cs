using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class BackupTests
{
    [Fact]
    public void A_backup_goes_where_it_is_told_or_to_the_usual_place_and_says_what_is_in_it()
    {
        using var bench = new Bench();

        Assert.Equal("/srv/fe1.db holds 5 hosts, 4,096 octets", Assert.Single(bench.Do("backup", "file=/srv/fe1.db").Messages));
        bench.Do("backup");

        Assert.Equal(["/srv/fe1.db", null], bench.Backups);
    }

    [Fact]
    public void With_pallets_all_files_go_along_and_what_does_not_is_said()
    {
        using var bench = new Bench();

        var done = bench.Do("backup", "file=/srv/fe1.tar", "pallets=yes");

        Assert.Equal(["/srv/fe1.tar holds 5 hosts and 12 files, 1,048,576 octets, read back whole", "/export/stack/pallets/x is left out"], done.Messages);
        Assert.Equal("/srv/fe1.tar", Assert.Single(bench.WholeBackups));
        Assert.Empty(bench.Backups);
    }

    [Fact]
    public void A_path_that_is_not_whole_is_refused_because_the_daemon_writes_it()
    {
        using var bench = new Bench();

        Assert.Contains("\"fe1.db\" is not a full path", bench.Refused("backup", "file=fe1.db"), StringComparison.Ordinal);
        Assert.Empty(bench.Backups);
    }
}
