using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Net;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests;

/// <summary>A database of every release is brought up to date with all that is in it. The script of each release is kept as it was released.</summary>
public sealed class ReleasedSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Releases =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Released"), "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => char.IsAsciiDigit(name[0])),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_a_release_has_stored_is_there_after_the_upgrade_and_beside_it_as_it_was(string release)
    {
        await MakeAsync(release);
        var before = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        var outlook = await DatabaseTrial.RunAsync(_folder.Path, Cancel);
        Assert.NotEmpty(outlook.Pending);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Database, Cancel));

        using (var database = BootDatabase.Open(_folder.Path))
        {
            var inventory = await Samples.LoadAsync(database, Cancel);
            var host = Assert.Single(inventory.Hosts.Values);
            Assert.Equal(("backend-0-0", "the first", BootAction.Install), (host.Name.ToString(), host.Comment, host.Action));
            Assert.Equal(Ipv4.Parse("10.1.1.2"), host.Address);
            Assert.Equal("8", inventory.AttributesOf(host).Text("cores"));
            Assert.True(inventory.AttributesOn(AttributeOwner.Global).Find(AttributeName.Parse("site.secret"))!.Shadow);
            var attempt = inventory.AttemptOf(host.Name)!;
            Assert.Equal((7L, AttemptState.Installing, "disks"), (attempt.Id, attempt.State, attempt.LastStep));
            Assert.Equal(("lang en_US", "lang ***"), (await database.Appliance.TextAsync(7, Cancel), await database.Appliance.MaskedAsync(7, Cancel)));
            var token = Assert.Single(inventory.Tokens.Values);
            Assert.Equal((TokenRole.Admin, HostScope.All), (token.Role, token.Scope));
            Assert.Equal(["default"], Assert.Single(inventory.Pallets.Values).Boxes);
            Assert.Contains("rackless", inventory.Groups);
            Assert.True(inventory.Carts.ContainsKey("site"));
        }

        var aside = Assert.Single(Directory.EnumerateFiles(_folder.Path, "bootservice.db.before-*"));
        File.Copy(aside, _folder.At("older.db"));
        using var older = Open(_folder.At("older.db"));
        using var count = older.CreateCommand();
        count.CommandText = "SELECT count(*) FROM tokens, attempts, hosts";
        Assert.Equal(1L, count.ExecuteScalar());
        Assert.Empty((await DatabaseTrial.RunAsync(_folder.Path, Cancel)).Pending);
    }

    private async Task MakeAsync(string release)
    {
        using var database = Open(_folder.Database);
        foreach (var part in new[] { release, "Rows" })
        {
            using var command = database.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Released", part + ".sql"), Cancel);
            command.ExecuteNonQuery();
        }
    }

    private static SqliteConnection Open(string file)
    {
        var database = new SqliteConnection($"Data Source={file};Pooling=False");
        database.Open();
        return database;
    }
}
