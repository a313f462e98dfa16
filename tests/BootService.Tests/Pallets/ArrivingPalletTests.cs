using System.Security.Cryptography;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Pallets;

/// <summary>A pallet that comes over real HTTP to a disk that has too little room for it.</summary>
public sealed class ArrivingPalletTests : IAsyncLifetime
{
    private const string Folder = "CentOS/6.6/redhat/x86_64";

    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["images/vmlinuz"] = RandomNumberGenerator.GetBytes(3_000),
        ["Packages/large.rpm"] = RandomNumberGenerator.GetBytes(90_000),
    };

    private static readonly PalletManifest Manifest = new(
        Folder,
        [.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file =>
            new PalletFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-arriving-");
    private readonly FakeTimeProvider _time = new();
    private WebApplication _peer = null!;
    private long _free = 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _peer = builder.Build();
        _peer.Run(context =>
        {
            var name = context.Request.Path.Value![1..];
            return name.StartsWith(HeldPallets.Lists, StringComparison.Ordinal)
                ? context.Response.Body.WriteAsync(Manifest.Write(), Cancel).AsTask()
                : context.Response.Body.WriteAsync(Files[name[(Folder.Length + 1)..]], Cancel).AsTask();
        });
        await _peer.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_machines_ask_for_comes_though_not_all_of_it_has_room_and_the_rest_when_there_is()
    {
        var held = new HeldPallets(new DataFolders { ExportDirectory = _folder.FullName });
        using var peers = new PeerFiles(TimeProvider.System);
        var content = new PalletContent(Folder, PalletManifest.DigestOf(Manifest.Write()), Manifest.Octets);
        using var arriving = new ArrivingPallet(
            content, held, peers, () => [new PalletSource("fe1", _peer.Urls.Single() + "/")], _time, () => Volatile.Read(ref _free));
        var run = arriving.RunAsync(Cancel);

        Assert.IsType<BootFile.OnDisk>(await FindAsync(arriving, "images/vmlinuz"));
        Assert.Contains("has room for 0 MB and this needs 0 MB", arriving.Fault, StringComparison.Ordinal);
        var large = Assert.IsType<BootFile.Failed>(await FindAsync(arriving, "Packages/large.rpm"));
        Assert.Contains("Packages/large.rpm needs", large.Why, StringComparison.Ordinal);
        Assert.False(run.IsCompleted);

        Volatile.Write(ref _free, 1_000_000);
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
        }

        Assert.True(await run);
        Assert.Null(arriving.Fault);
        Assert.Equal(content.Digest, held.DigestOf(Folder));
        Assert.Equal(Files["Packages/large.rpm"], await File.ReadAllBytesAsync(Path.Combine(held.PlaceOf(Folder), "Packages/large.rpm"), Cancel));
    }

    private static async Task<BootFile> FindAsync(ArrivingPallet arriving, string name)
    {
        while (true)
        {
            switch (arriving.Find(name))
            {
                case BootFile.Reading { Done: var read }:
                    await read.WaitAsync(Cancel);
                    break;
                case var found:
                    return found;
            }
        }
    }
}
