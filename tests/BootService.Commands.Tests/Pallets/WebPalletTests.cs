using BootService.Commands.Tests.Mirrors;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Images on the web.</summary>
public sealed class WebPalletTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);
    private readonly string _site;
    private readonly RepositoryServer _server;

    public WebPalletTests()
    {
        _site = Directory.CreateDirectory(Path.Combine(_stack.Folder, "site")).FullName;
        _server = new RepositoryServer(_site);
        Burn("6.6");
    }

    private string Kernel => Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz");

    public void Dispose()
    {
        _server.Dispose();
        _stack.Dispose();
    }

    [Fact]
    public void An_image_on_the_web_becomes_a_pallet_and_does_not_stay_itself()
    {
        _server.Breaks["dvd.iso"] = 100_000;
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.True(File.Exists(Kernel));
        Assert.Equal(["dvd.iso", "dvd.iso bytes=100000-"], _server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_stack.Folder, "export/mirrors/.images")));
    }

    [Fact]
    public void A_command_that_failed_goes_on_where_it_ended()
    {
        FailAfter(100_000);
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.Equal("dvd.iso bytes=100000-", _server.Asked.Last());
        Assert.True(File.Exists(Kernel));
    }

    [Fact]
    public void An_image_that_is_another_one_by_now_is_fetched_from_its_start()
    {
        FailAfter(100_000);
        Burn("6.7");
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.Equal("6.7", _stack.Inventory.Pallets.Keys.Single().Version);
    }

    [Fact]
    public void What_is_wrong_with_an_image_is_said_with_its_address()
    {
        File.WriteAllText(Path.Combine(_site, "dvd.iso"), "sorry");
        Assert.Equal($"{_server.Url}dvd.iso is no ISO 9660 image", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso"));
        Assert.EndsWith("none.iso cannot be fetched: the server answered 404 NotFound", _stack.Refused("add", "pallet", $"{_server.Url}none.iso"), StringComparison.Ordinal);
        Assert.EndsWith("is not the address of an image, which ends in .iso: packages are fetched with \"stack create mirror\"", _stack.Refused("add", "pallet", $"{_server.Url}os/"), StringComparison.Ordinal);
        _server.Asked.Clear();
        Assert.StartsWith("there is no ", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso", "none.iso"), StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }

    private void FailAfter(int bytes)
    {
        _server.Breaks["dvd.iso"] = bytes;
        _server.GoneThen["dvd.iso"] = true;
        Assert.EndsWith("dvd.iso cannot be fetched: the server answered 404 NotFound", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso"), StringComparison.Ordinal);
        _server.Status.Clear();
    }

    private void Burn(string version)
    {
        var image = Media.Iso(Media.Os(_stack, version, "CentOS", version));
        File.Move(image, Path.Combine(_site, "dvd.iso"), overwrite: true);
    }
}
