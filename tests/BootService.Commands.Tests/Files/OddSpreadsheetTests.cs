using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Files;

/// <summary>Spreadsheets as people have them: copied from pages, half filled, with what other tools left in them.</summary>
public sealed class OddSpreadsheetTests : IDisposable
{
    private const string Columns = "NAME,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK\n";
    private const string All =
        "NAME,INTERFACE HOSTNAME,DEFAULT,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK,CHANNEL,OPTIONS,VLAN,INSTALLACTION,OSACTION,GROUPS,BOX,COMMENT\n";

    private readonly Bench _stack = new(nodes: false);

    public OddSpreadsheetTests() => _stack.Type("add network storage address=10.9.0.0 mask=255.255.0.0");

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("n1,backend,0,1, 10.1.255.40 ,52:54:00:00:11:01 ,eth0,private\n")]
    [InlineData("n1,backend,0,1,\u00A010.1.255.40\u2009,\u200B52:54:00:00:11:01\uFEFF,eth0,private\u00A0\n")]
    [InlineData("n1,backend,0,1,10.1.255.40/16,52:54:00:00:11:01,eth0,PRIVATE\n")]
    [InlineData("n1,backend,0,1,10.1.255.40,52-54-00-00-11-01,eth0,private\n\u001A")]
    [InlineData("n1,backend,0,1,10.1.255.40,5254.0000.1101,eth0,private\r\n\r\n,,,,,,,\r\n")]
    public void An_address_is_read_whatever_stands_around_it(string row)
    {
        Load("hostfile", Columns + row);
        var nic = Assert.Single(Host("n1").Interfaces);
        Assert.Equal(("10.1.255.40", "52:54:00:00:11:01", "private"), (nic.Address.ToString(), nic.Mac.ToString(), nic.Network));
    }

    [Fact]
    public void Bars_separate_cells_too()
    {
        Load("hostfile", (Columns + "n1,backend,0,1,10.1.255.40,,eth0,private\n").Replace(',', '|'));
        Assert.Equal("10.1.255.40", Host("n1").Interfaces[0].Address.ToString());
    }

    [Theory]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("none")]
    [InlineData("NULL")]
    public void A_word_for_nothing_is_nothing(string word)
    {
        Load("hostfile", $"{All}n1,{word},True,backend,0,1,10.1.255.40,{word},eth0,private,{word},{word},{word},{word},{word},{word},{word},\n");
        var nic = Assert.Single(Host("n1").Interfaces);
        Assert.Equal((null, null, null, null, null), (nic.HostName, nic.Mac, nic.Channel, nic.Options, nic.Vlan));
        Assert.Equal(("install", "os", "default"), (Host("n1").InstallAction, Host("n1").OsAction, Host("n1").Box));
    }

    [Theory]
    [InlineData(
        "n1,backend,0,1,010.001.255.040,,eth0,private\n",
        "f:2:16: \"010.001.255.040\" is not an IPv4 address with its zeros in front, which some read as octal: did you mean 10.1.255.40?")]
    [InlineData("n1,backend,0,1,10.1.255.40/24,,eth0,private\n", "f:2:16: \"10.1.255.40/24\" has another prefix than network private (10.1.0.0/16)")]
    [InlineData("n1,backend,0,1,__IPADDRESS__,,eth0,private\n", "f:2:16: \"__IPADDRESS__\" is not an IPv4 address")]
    [InlineData(
        "#REF!,backend,0,1,10.1.255.40,,eth0,private\n",
        "f:2:1: \"#REF!\" is what a spreadsheet shows where a formula has failed: mend it there, and save the file again")]
    [InlineData(
        "n1,backend,0,1,#N/A,,eth0,private\n",
        "f:2:16: \"#N/A\" is what a spreadsheet shows where a formula has failed: mend it there, and save the file again")]
    [InlineData(
        "n1,backend,2-Jan,1,,,eth0,private\n",
        "f:2:12: rack \"2-Jan\" is a date as a spreadsheet makes one of 1-2: make the column one of text, and write it again")]
    [InlineData(
        "n1,backend,0,Mar-04,,,eth0,private\n",
        "f:2:14: rank \"Mar-04\" is a date as a spreadsheet makes one of 1-2: make the column one of text, and write it again")]
    public void What_an_address_must_not_be_is_told_with_its_place(string row, string sentence) => Assert.Equal(sentence, Refused("hostfile", Columns + row));

    [Fact]
    public void A_row_that_is_there_twice_is_read_once_and_told()
    {
        var said = Load(
            "hostfile", Columns + "n1,backend,0,1,10.1.255.40,52:54:00:00:11:01,eth0,private\nn1,backend,0,1,10.1.255.40,52:54:00:00:11:01,eth0,private\n");
        Assert.Contains("f:3:1: the row says the same as line 2 and was read once", said.Messages);
        Assert.Single(Host("n1").Interfaces);
        Assert.Equal("f:3:46: interface \"eth0\" of host n1 is there twice",
            Refused(
                "hostfile", Columns + "n1,backend,0,1,10.1.255.40,52:54:00:00:11:01,eth0,private\nn1,backend,0,1,10.1.255.41,52:54:00:00:11:02,eth0,"
                    + "private\n"));
    }

    [Fact]
    public void A_title_above_the_columns_is_told_with_the_line_that_names_them() => Assert.Equal(
        "f:1:1: the first row must name the columns, such as name, interface hostname, default, appliance, rack, rank, ip, mac, interface, network; "
            + "line 4 does: remove what is above it",
        Refused("hostfile", "Rack 7,,,\n\nas of May,,,\n" + Columns + "n1,backend,0,1,10.1.255.40,,eth0,private\n"));

    [Fact]
    public void Files_that_were_put_behind_each_other_are_read_and_told()
    {
        var said = Load(
            "hostfile", Columns + "n1,backend,0,1,10.1.255.40,,eth0,private\n" + Columns + "n2,backend,0,2,10.1.255.41,,eth0,private\n");
        Assert.Equal(["f:3:1: the names of the columns stand here again and were left out", "2 hosts added"], said.Messages);
    }

    [Fact]
    public void A_column_of_the_first_Stackis_that_says_nothing_here_is_left_out_with_a_word()
    {
        var said = Load("hostfile", "NAME,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,SUBNET,BOSS,NOTES\nn1,backend,0,1,10.1.255.40,,eth0,private,yes,old\n");
        Assert.Equal(["f:1:50: column \"boss\" was left out: it was of Stacki 1.0 and means nothing here", "host n1 added"], said.Messages);
        Assert.Equal("old", Host("n1").Comment);
    }

    [Fact]
    public void Of_two_rows_of_one_target_the_later_counts_and_is_told()
    {
        var said = Load("attrfile", "Target,site.a,site.b\nGlobal,1,x\nDEFAULT,,y\nGLOBAL,2,x\nglobal,,\n");
        Assert.Equal(["f:4:8: attr \"site.a\" has another value in line 2, and this one was taken", "2 attributes set"], said.Messages);
        Assert.Equal(["2", "y"], _stack.Type("list attr attr=site.*").Rows.Select(row => row[2]));
    }

    [Fact]
    public void A_host_has_one_default_interface() => Assert.StartsWith("f:3:5: host n1 has a default interface in line 2 already",
        Refused("hostfile", All + "n1,,True,backend,0,1,10.1.255.40,,eth0,private,,,,,,,,\nn1,,True,,,,10.9.0.40,,eth1,storage,,,,,,,,\n"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "n1,,True,backend,0,0,10.1.255.40,,eth0,private,bond0,,,,,,,\n",
        "f:2:1: host n1 cannot be installed so: interface eth0 is part of bond0, which the host does not have")]
    [InlineData(
        "n1,,True,backend,0,0,10.1.255.40,,bond0,private,,mode=1,,,,,,\nn1,,,,,,,,eth0,,bond0,,,,,,,\n",
        "f:2:1: host n1 cannot be installed so: bond bond0 has one member only")]
    [InlineData(
        "n1,,True,backend,0,0,10.1.255.40,,eth0,private,,,,,,,,\nn1,,,,,,10.9.0.4,,eth7.5,storage,eth7,,5,,,,,\n",
        "f:2:1: host n1 cannot be installed so: interface eth7.5 is VLAN 5 on eth7, which the host does not have")]
    [InlineData(
        "n1,,True,backend,0,0,10.1.255.40,,eth0,private,,,,,,,,\nn1,,,,,,10.9.0.4,,eth7:1,storage,,,,,,,,\n",
        "f:2:1: host n1 cannot be installed so: interface eth7:1 is a further address of eth7")]
    public void What_a_bond_a_bridge_or_a_VLAN_lacks_is_told_when_the_file_is_loaded(string rows, string sentence) =>
        Assert.Contains(Load("hostfile", All + rows).Messages, said => said.StartsWith(sentence, StringComparison.Ordinal));

    [Fact]
    public void The_manuals_own_spreadsheet_installs_over_the_serial_console()
    {
        Load("hostfile", All
            + "n1,n1,True,backend,0,0,10.1.255.254,c8:1f:66:cb:e7:43,em1,private,,,,console,default,,default,\nn2,n2,True,backend,0,1,10.1.255.253,"
                + "c8:1f:66:cb:33:74,em1,private,,,,no-parallel-format,localboot,,default,\n");
        Assert.Equal(("install console", "os"), (Host("n1").InstallAction, Host("n1").OsAction));
        Assert.Equal(("install", "os.localboot"), (Host("n2").InstallAction, Host("n2").OsAction));
    }

    [Theory]
    [InlineData(
        "hostfile", "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS\nglobal,sda,/,0,ext4,\n",
        "f:1:1: this is a table of partitions: \"stack load storage partition\" takes it")]
    [InlineData("hostfile", "target,site.a\nglobal,1\n", "f:1:1: this is a table of attributes: \"stack load attrfile\" takes it")]
    [InlineData("attrfile", Columns + "n1,backend,0,1,10.1.255.40,,eth0,private\n", "f:1:1: this is a table of hosts: \"stack load hostfile\" takes it")]
    public void A_file_of_another_kind_is_told_its_verb(string kind, string text, string sentence) => Assert.Equal(sentence, Refused(kind, text));

    [Fact]
    public void A_host_in_a_hundred_thousand_rows_is_refused_at_once()
    {
        var rows = string.Concat(Enumerable.Range(0, 100_000).Select(at => $"n1,backend,0,1,,,e{at},private\n"));
        Assert.Equal("f:502:1: host n1 has 100000 rows, and 500 are the most", Refused("hostfile", Columns + rows));
    }

    [Fact]
    public void Partitions_come_as_Stacki_wrote_them()
    {
        _stack.Files = _stack.Files.SetItem("f", """
            NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS
            sles,md0,/,0,ext4,--level=RAID1 raid.01 raid.02
            ,sda,raid.01,16000,raid,
            ,sdb,raid.02,16000,raid,
            """);
        _stack.Type("load storage partition file=f");
        Assert.Equal(["o:sles", "raid.01 raid.02", "", "/", "0", "ext4", "--level=RAID1 --device=md0"], _stack.Type("list os storage partition sles").Rows[2]);
        _stack.Files = _stack.Files.SetItem(
            "f", "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS\nglobal,sda,pv.01,0,lvm,\n,pv.01,volgrp01,0,volgroup,\n,volgrp02,/,0,xfs,--name=root\n");
        var (_, output) = _stack.Try("load", "storage", "partition", "file=f");
        Assert.Contains(
            "volgrp02 is no volume group of the table", output.Faults.FirstOrDefault() ?? _stack.Refused("load", "storage", "partition", "file=f"),
            StringComparison.Ordinal);
    }

    private Core.Hosts.Host Host(string name) => _stack.Inventory.HostOf(HostName.Parse(name))!;

    [Fact]
    public void A_number_that_became_a_fraction_is_told_and_a_rack_called_so_is_not()
    {
        Assert.Equal(
            "f:2:15: rank \"4.0\" is a number as a spreadsheet writes one with a fraction: did you mean 4?",
            Refused("hostfile", Columns + "n1,backend,A1,4.0,10.1.255.40,,eth0,private\n"));
        Load("hostfile", Columns + "n1,backend,4.1,4,10.1.255.40,,eth0,private\n");
        Assert.Equal("4.1", Host("n1").Rack.ToString());
        _stack.Type("set host rack n1 rack=4.0");
        Load("hostfile", Columns + "n1,backend,4.0,5,10.1.255.40,,eth0,private\n");
        Assert.Equal(("4.0", "5"), (Host("n1").Rack.ToString(), Host("n1").Rank.ToString()));
    }

    [Theory]
    [InlineData("target,attrName\nglobal,site.x\n", "f:1:8: columns attrName and attrVal go together, and there is no column attrVal")]
    [InlineData("target,ATTRVAL\nglobal,1\n", "f:1:8: columns attrName and attrVal go together, and there is no column attrName")]
    [InlineData("target,site.x,site.x\nglobal,1,2\n", "f:1:15: column \"site.x\" is there twice")]
    public void Columns_of_an_attrfile_that_say_nothing_alone_or_too_often_are_told_once(string text, string sentence) =>
        Assert.Equal(sentence, Refused("attrfile", text));

    private RecordedOutput Load(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        return _stack.Type($"load {kind} file=f");
    }

    private string Refused(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        var (end, output) = _stack.Try("load", kind, "file=f");
        Assert.Equal(1, end.Exit);
        return output.Faults.FirstOrDefault() ?? end.Sentence!;
    }
}
