using System.Net.Sockets;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Directories with names in them that are no files, and with links.</summary>
public sealed class OddFolderTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("Packages/pipe")]
    [InlineData("images/pxeboot/pipe")]
    public void A_fifo_is_named_and_never_waited_for(string name)
    {
        var folder = Medium("os");
        TestMedia.Run("mkfifo", Path.Combine(folder, name));
        Assert.Equal($"nothing was added: {folder}/{name} is a FIFO, and only regular files are read", _stack.Refused("add", "pallet", folder));
        File.Delete(Path.Combine(folder, name));
        _stack.Type($"add pallet {folder}");
    }

    [Fact]
    public void A_fifo_a_socket_and_a_device_are_no_images()
    {
        var pipe = Path.Combine(_stack.Folder, "pipe.iso");
        TestMedia.Run("mkfifo", pipe);
        Assert.Equal($"nothing was added: {pipe} is a FIFO, and only regular files are read", _stack.Refused("add", "pallet", pipe));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_stack.Folder, "s.iso")));
        Assert.EndsWith("s.iso is a socket, and only regular files are read", _stack.Refused("add", "pallet", "s.iso"), StringComparison.Ordinal);
        Assert.Equal("nothing was added: /dev/zero is a device, and only regular files are read", _stack.Refused("add", "pallet", "/dev/zero"));
    }

    [Fact]
    public void A_fifo_among_the_node_xml_of_a_directory_makes_no_pallet()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_stack.Folder, "mesos/nodes")).FullName;
        TestMedia.Run("mkfifo", Path.Combine(folder, "a.xml"));
        Assert.EndsWith("a.xml is a FIFO, and only regular files are read", _stack.Refused("create", "pallet", "mesos"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_about_the_directory_stay_links_also_the_second_time()
    {
        var folder = Medium("os");
        File.CreateSymbolicLink(Path.Combine(folder, "loop"), ".");
        File.CreateSymbolicLink(Path.Combine(folder, "pxe"), "images/pxeboot");
        var files = Directory.EnumerateFiles(
            folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 0, AttributesToSkip = FileAttributes.ReparsePoint })
                .Count();
        for (var time = 0; time < 2; time++)
        {
            _stack.Type($"add pallet {folder}");
            var pallet = Path.Combine(_stack.Pallets, _stack.Inventory.Pallets.Keys.Single().Folder);
            Assert.Equal(".", new FileInfo(Path.Combine(pallet, "loop")).LinkTarget);
            Assert.Equal("images/pxeboot", new FileInfo(Path.Combine(pallet, "pxe")).LinkTarget);
            Assert.True(File.Exists(Path.Combine(pallet, "pxe/vmlinuz")));
            Assert.Equal(files, Directory.EnumerateFiles(pallet).Count());
        }
    }

    [Fact]
    public void A_kernel_behind_a_link_is_found()
    {
        var folder = Medium("os");
        Directory.Move(Path.Combine(folder, "images"), Path.Combine(folder, "real"));
        File.CreateSymbolicLink(Path.Combine(folder, "images"), "real");
        _stack.Type($"add pallet {folder}");
        Assert.Equal("images/pxeboot/vmlinuz", _stack.Inventory.Pallets.Values.Single().Kernel);
    }

    [Fact]
    public void A_description_without_its_dot_is_one()
    {
        var folder = Medium("os");
        File.Move(Path.Combine(folder, ".treeinfo"), Path.Combine(folder, "treeinfo"));
        File.Delete(Path.Combine(folder, ".discinfo"));
        _stack.Type($"add pallet {folder}");
        Assert.True(_stack.Inventory.Pallets.Values.Single().IsOs);
    }

    private string Medium(string name)
    {
        var folder = Path.Combine(_stack.Folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "Packages"));
        Directory.CreateDirectory(Path.Combine(folder, "images/pxeboot"));
        File.WriteAllText(Path.Combine(folder, "images/pxeboot/vmlinuz"), "kernel");
        File.WriteAllText(Path.Combine(folder, "images/pxeboot/initrd.img"), "initrd");
        File.WriteAllText(Path.Combine(folder, ".discinfo"), "1414159832.68\nCentOS 6.6\nx86_64\n1\n");
        File.WriteAllText(
            Path.Combine(folder, ".treeinfo"),
            "[general]\nfamily = CentOS\nversion = 6.6\narch = x86_64\n[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n");
        return folder;
    }
}
