using BootService.Core.Pallets;
using BootService.Core.Sites;
using BootService.Storage.Postgres;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>What frontends tell each other of the files that lie on their disks.</summary>
public sealed class PostgresSitesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly SiteFile Node = new("site-profiles/default/1.0/nodes/base.xml", 3, "abc");
    private static readonly SiteFile Boot = new("bootfiles/memtest \u00e4.bin", 4, "def");

    private readonly TemporaryFolder _one = new();
    private readonly TemporaryFolder _other = new();
    private PostgresDatabase _here = null!;
    private PostgresDatabase _there = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        _here = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), _one.Path, PostgresFixture.Named("fe_1"));
        _there = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), _other.Path, PostgresFixture.Named("fe11"));
    }

    public ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        _one.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_files_of_a_frontend_are_those_that_it_told_last()
    {
        await _here.Sites.TellAsync(SiteFiles.Of([Node, Boot]), Cancel);
        await _here.Sites.TellAsync(SiteFiles.Of([Boot]), Cancel);
        await _there.Sites.TellAsync(SiteFiles.Of([Node]), Cancel);

        Assert.Equal([Boot], (await _there.Sites.ListAsync("fe_1", Cancel)).All);
        Assert.Equal([Node], (await _here.Sites.ListAsync("fe11", Cancel)).All);
        Assert.Equal(SiteFiles.Of([]).Digest, (await _here.Sites.ListAsync("nobody", Cancel)).Digest);
    }

    [Fact]
    public async Task What_was_laid_out_is_taken_as_it_was_and_is_gone_at_the_end()
    {
        byte[] content = [0, 255, 10, 0];
        await _here.Sites.OfferAsync(Boot, content, Cancel);
        await _there.Sites.OfferAsync(Boot, new byte[] { 1 }, Cancel);

        Assert.Equal(content, await _there.Sites.TakeAsync("fe_1", Boot, Cancel));
        Assert.Null(await _there.Sites.TakeAsync("fe_1", Boot with { Digest = "other" }, Cancel));
        Assert.Null(await _there.Sites.TakeAsync("fe_1", Node, Cancel));
        await _here.Sites.EndAsync(Cancel);
        Assert.Null(await _there.Sites.TakeAsync("fe_1", Boot, Cancel));
        Assert.Equal([1], (await _here.Sites.TakeAsync("fe11", Boot, Cancel))!);
    }

    [Fact]
    public async Task What_lies_in_a_pallet_is_what_was_said_first_until_it_is_added_anew()
    {
        await _here.Pallets.AnnounceAsync(new PalletContent("CentOS/6.6/redhat/x86_64", "one", 5), isNew: false, Cancel);
        await _there.Pallets.AnnounceAsync(new PalletContent("CentOS/6.6/redhat/x86_64", "other", 6), isNew: false, Cancel);
        Assert.Equal([new PalletContent("CentOS/6.6/redhat/x86_64", "one", 5)], await _there.Pallets.ListAsync(Cancel));

        await _there.Pallets.AnnounceAsync(new PalletContent("CentOS/6.6/redhat/x86_64", string.Empty, 0), isNew: true, Cancel);
        await _here.Pallets.AnnounceAsync(new PalletContent("CentOS/6.6/redhat/x86_64", "again", 7), isNew: false, Cancel);
        Assert.Equal([new PalletContent("CentOS/6.6/redhat/x86_64", "again", 7)], await _here.Pallets.ListAsync(Cancel));
    }
}
