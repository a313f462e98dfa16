using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Imports;

public sealed class PlainTableTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    [Fact]
    public void A_table_of_a_CMDB_comes_by_the_words_it_uses()
    {
        var rows = Import(
            "Hostname;Serial No.;MAC Address;IP "
                + "Address;Rack;U;Status\nWEB01;S1;52-54-00-00-0a-01;10.1.3.1;R12;7;live\nweb02;S2;5254.0000.0a02;10.1.3.2;R12;8;live\n");

        Assert.Equal(
            [("web01", "R12", "7", "eth0", "52:54:00:00:0a:01", "10.1.3.1", "private"),
                ("web02", "R12", "8", "eth0", "52:54:00:00:0a:02", "10.1.3.2", "private")],
            _stack.Inventory.HostsInOrder()
                .Select(
                    host => (host.Name.ToString(), host.Rack.ToString(), host.Rank.ToString(), host.Interfaces[0].Name, host.Interfaces[0].Mac.ToString()!,
                        host.Interfaces[0].Address.ToString()!, host.Interfaces[0].Network!)));
        Assert.Equal(["Serial No.", "Status"], rows.Where(row => row[2] == "left out").SelectMany(row => row[4].Split(", ")));
    }

    [Fact]
    public void The_table_of_a_switch_makes_hosts_of_its_cards()
    {
        _stack.Type("add host backend-2-0");
        Import("VLAN,MAC Address,Type,Interface\n10,5254.0000.0b01,DYNAMIC,Gi1/0/1\n10,5254.0000.0b02,DYNAMIC,Gi1/0/2\n", "rack=2");

        Assert.Equal([("backend-2-1", "52:54:00:00:0b:01", null), ("backend-2-2", "52:54:00:00:0b:02", (int?)null)],
            _stack.Inventory.HostsInOrder().Skip(1).Select(host => (host.Name.ToString(), host.Interfaces[0].Mac.ToString()!, host.Interfaces[0].Vlan)));
    }

    [Fact]
    public void Headings_are_said_where_nobody_would_know_them()
    {
        Import("Bezeichnung,LAN-Adresse,Standort\nnode1,52:54:00:00:0c:01,1\n", "columns=name=Bezeichnung,mac=lan-adresse,rack=Standort");
        Assert.Equal(
            ("1", "52:54:00:00:0c:01"),
            _stack.Inventory.HostOf(HostName.Parse("node1")) is { } host ? (host.Rack.ToString(), host.Interfaces[0].Mac.ToString()) : default);
    }

    [Theory]
    [InlineData("Hostname,MAC Address,IP Address,Management IP\nn1,52:54:00:00:0c:01,10.1.3.1,192.168.7.1\n", "")]
    [InlineData("Device,Name,MAC,Address,ADMIN_IP,Position\nx,n1,52:54:00:00:0c:01,10.9.9.9,10.1.3.1,12.0\n", "")]
    [InlineData("nodename,PXE MAC,Primary IP,IP Address\nn1,52:54:00:00:0c:01,10.9.9.9,10.1.3.1\n", "columns=ip=IP Address")]
    public void Of_headings_that_could_be_one_column_the_likeliest_is(string text, string columns)
    {
        var rows = Import(text, columns.Length > 0 ? [columns] : []);
        var host = _stack.Inventory.HostOf(HostName.Parse("n1"))!;
        Assert.Equal(("52:54:00:00:0c:01", "10.1.3.1"), (host.Interfaces[0].Mac.ToString(), host.Interfaces[0].Address.ToString()));
        Assert.Equal(text.Contains("12.0", StringComparison.Ordinal) ? "12" : "0", host.Rank.ToString());
        Assert.Contains(rows, row => row[2] == "left out" && row[3].Contains("the column ip is \"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Device,Name,Label,Enabled,MAC Address,IP Addresses\nn1,eno1,,True,52:54:00:00:0c:01,10.1.3.1/16\nn1,eno2,,True,52:54:00:00:0c:02,\n"
        + "n2,eno1,,False,52:54:00:00:0c:03,10.1.3.2/16\n")]
    [InlineData("Name,Hostname,MAC\nENS1F0,n1,52:54:00:00:0c:01\nens1f1,n1,52:54:00:00:0c:02\nipmi,n2,52:54:00:00:0c:03\n")]
    public void A_table_of_cards_has_the_hosts_in_the_column_that_says_whose_they_are(string text)
    {
        Import(text);
        Assert.Equal(
            [("n1", 2), ("n2", 1)], _stack.Inventory.HostsInOrder().Select(host => (host.Name.ToString(), host.Interfaces.Length)));
    }

    [Theory]
    [InlineData("Name,MAC,IP Address,IPv4 Address,Description,Comments\nn1,52:54:00:00:0c:01,10.1.3.1/16,10.1.3.1/16,first,long\n", "first")]
    [InlineData("#node,mac,ip,comments,disable\n\"n1\",\"52:54:00:00:0c:01\",\"10.1.3.1\",\"first\",\n", "first")]
    [InlineData("# node, mac of all\nnode,mac,ip\nn1,52:54:00:00:0c:01,10.1.3.1\n", null)]
    public void Columns_that_say_the_same_and_headings_behind_a_number_sign_need_no_saying(string text, string? comment)
    {
        Import(text);
        var host = Assert.Single(_stack.Inventory.HostsInOrder());
        Assert.Equal(("n1", "52:54:00:00:0c:01", "10.1.3.1"), (host.Name.ToString(), host.Interfaces[0].Mac.ToString(), host.Interfaces[0].Address.ToString()));
        Assert.Equal(comment ?? "", host.Comment ?? "");
    }

    [Fact]
    public void The_same_table_without_names_is_read_again_and_adds_the_new_cards_alone()
    {
        Import("MAC,IP\n52:54:00:00:0c:01,10.1.3.1\n52:54:00:00:0c:02,10.1.3.2\n");
        _stack.Type("set host name backend-0-1 name=web");
        _stack.Type("set host interface interface web mac=52:54:00:00:0c:02 interface=ens3");
        Import("MAC,IP\n52:54:00:00:0c:01,10.1.3.1\n52:54:00:00:0c:02,10.1.3.2\n52:54:00:00:0c:03,10.1.3.3\n");
        Assert.Equal(
            ["backend-0-0 eth0 10.1.3.1", "backend-0-2 eth0 10.1.3.3", "web ens3 10.1.3.2"],
            _stack.Inventory.HostsInOrder().Select(host => $"{host.Name} {host.Interfaces.Single().Name} {host.Interfaces[0].Address}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Name,MAC,IP,OS,Network\nn1,52:54:00:00:0c:01,10.1.3.1,RHEL 9,default\n", "", "redhat", "OS, Network")]
    [InlineData("Name,MAC,IP,OS,Network\nn1,52:54:00:00:0c:01,10.1.3.1,Debian,PRIVATE\n", "", "debian", "")]
    public void Systems_and_networks_by_other_words_are_left_out_and_said(string text, string columns, string os, string left)
    {
        var rows = Import(text, columns.Length > 0 ? [columns] : []);
        var host = Assert.Single(_stack.Inventory.HostsInOrder());
        Assert.Equal((os, "private"), (host.Os, host.Interfaces[0].Network));
        Assert.Equal(left, string.Join(", ", rows.Where(row => row[2] == "left out").Select(row => row[4])));
    }

    [Theory]
    [InlineData("import hostfile t.csv")]
    [InlineData("load hostfile file=t.csv")]
    [InlineData("load attrfile file=t.csv")]
    public void Json_is_no_table(string line)
    {
        _stack.Files = _stack.Files.SetItem("t.csv", "[{\"hostname\":\"n1\",\"mac_address\":\"52:54:00:00:0c:01\"}]\n");
        Assert.StartsWith("t.csv:1:1: this is JSON, and what is read here is a table", _stack.Refused(line.Split(' ')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_headings_is_read_by_position()
    {
        Import("node1\tx\t52:54:00:00:0c:01\nnode2\ty\t52:54:00:00:0c:02\n", "columns=name,,mac");
        Assert.Equal(["node1", "node2"], _stack.Inventory.HostsInOrder().Select(host => host.Name.ToString()));
    }

    [Fact]
    public void Several_rows_of_a_host_are_its_interfaces()
    {
        Import("Server,Ethernet address\nn1,52:54:00:00:0d:01\nn1,52:54:00:00:0d:02\n");
        Assert.Equal(["eth0", "eth1"], _stack.Inventory.HostOf(HostName.Parse("n1"))!.Interfaces.Select(nic => nic.Name));
    }

    [Theory]
    [InlineData(
        "Nom,Adresse physique\nx,y\n", "",
        "which columns of t.csv are the name and the hardware address? It has \"Nom\", \"Adresse physique\": say columns=\"name=...,mac=...\" with the "
            + "headings")]
    [InlineData("Host,MAC\nn1,zz\n", "", "t.csv:2:4: \"zz\" is not a hardware address; nothing was imported")]
    [InlineData("Host,MAC\nn1,52:54:00:00:0d:01\n", "columns=name=Nom", "t.csv has no column \"Nom\" to be name; it has \"Host\", \"MAC\"")]
    [InlineData("Host,MAC,IP Address,Primary IPv4\nn1,52:54:00:00:0d:01,10.1.3.1,10.1.3.2\n", "",
        "columns \"IP Address\" and \"Primary IPv4\" of t.csv could both be ip: say which is with columns=\"ip=IP Address\"")]
    [InlineData("", "", "t.csv:1:1: the file is empty; nothing was imported")]
    public void What_cannot_be_read_is_one_sentence(string text, string words, string sentence)
    {
        _stack.Files = _stack.Files.Add("t.csv", text);
        Assert.Equal(sentence, _stack.Refused([.. "import hostfile t.csv".Split(' '), .. words.Length > 0 ? [words] : Array.Empty<string>()]));
        Assert.Empty(_stack.Inventory.Hosts);
    }

    [Fact]
    public void A_fault_in_every_line_is_fifty_and_the_number()
    {
        _stack.Files = _stack.Files.Add("t.csv", "host,mac\n" + string.Concat(Enumerable.Range(0, 5000).Select(at => $"n{at},zz\n")));
        var (end, output) = _stack.Try("import", "hostfile", "t.csv");
        Assert.Equal("t.csv has 5000 faults; nothing was imported", end.Sentence);
        Assert.Equal(50, output.Faults.Count);
    }

    public void Dispose() => _stack.Dispose();

    private List<string[]> Import(string text, params string[] words)
    {
        _stack.Files = _stack.Files.SetItem("t.csv", text);
        return _stack.Do([.. "import hostfile t.csv".Split(' '), .. words]).Rows;
    }
}
