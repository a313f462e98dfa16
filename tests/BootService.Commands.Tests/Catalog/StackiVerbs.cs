namespace BootService.Commands.Tests.Catalog;

/// <summary>What its last release could be told.</summary>
internal static class StackiVerbs
{
    /// <summary>Every verb of Stacki 5.6.5, by its first word.</summary>
    private const string Text = """
        add: appliance, appliance attr, appliance firewall, appliance route, appliance storage controller, appliance storage partition, attr
        add: bootaction, box, cart, copyright, environment, environment attr, environment firewall, environment route
        add: environment storage controller, environment storage partition, firewall, firmware, firmware imp, firmware make, firmware model
        add: firmware version_regex, group, host, host attr, host bonded, host bridge, host firewall, host firmware, host firmware mapping
        add: host group, host interface, host interface alias, host key, host message, host partition, host route, host storage controller
        add: host storage partition, network, os, os attr, os firewall, os route, os storage controller, os storage partition, pallet, pallet tag
        add: repo, route, storage controller, storage partition, vm, vm storage
        compile: cart
        config: host interface
        create: mirror, new pallet, package, pallet
        disable: cart, pallet, repo
        dump: , appliance, bootaction, box, cart, environment, group, host, network, os, pallet, repo, vm
        enable: cart, pallet, repo
        help: 
        iterate: host
        list: access, appliance, appliance attr, appliance firewall, appliance route, appliance storage controller, appliance storage partition
        list: attr, attr doc, bootaction, box, box pallet, box repo, cart, environment, environment attr, environment firewall, environment route
        list: environment storage controller, environment storage partition, firewall, firmware, firmware imp, firmware make, firmware model
        list: firmware version_regex, group, help, host, host attr, host boot, host firewall, host firmware, host firmware mapping, host graph
        list: host group, host hash, host interface, host interface alias, host key, host message, host partition, host power, host profile
        list: host route, host status, host storage controller, host storage partition, host xml, network, node xml, os, os attr, os firewall
        list: os route, os storage controller, os storage partition, pallet, pallet command, pallet tag, repo, route, storage controller
        list: storage partition, vm, vm storage, vm storage pool
        load: , attrfile, hostfile, networkfile, storage controller, storage partition
        pack: cart
        remove: access, appliance, appliance attr, appliance firewall, appliance route, appliance storage controller, appliance storage partition
        remove: attr, bootaction, box, cart, environment, environment attr, environment firewall, environment route, environment storage controller
        remove: environment storage partition, firewall, firmware, firmware imp, firmware make, firmware model, firmware model version_regex
        remove: firmware version_regex, group, host, host attr, host boot, host firewall, host firmware, host firmware mapping, host group
        remove: host interface, host interface alias, host key, host partition, host route, host storage controller, host storage partition, network
        remove: os, os attr, os firewall, os route, os storage controller, os storage partition, pallet, pallet tag, repo, route, storage controller
        remove: storage partition, vm, vm storage
        report: attrfile, dhcpd, host, host bootfile, host firewall, host interface, host mq, host network, host repo, host resolv, host route
        report: host storage controller, host storage partition, host time, hostfile, named, networkfile, script, siteattr, version, vm, zones
        run: host, pallet
        set: access, appliance, appliance attr, attr, attr doc, bootaction, bootaction args, bootaction kernel, bootaction ramdisk, environment attr
        set: firmware, firmware make version_regex, firmware model imp, firmware model version_regex, host appliance, host attr, host boot
        set: host bootaction, host box, host comment, host environment, host interface, host interface channel, host interface default
        set: host interface interface, host interface ip, host interface mac, host interface module, host interface name, host interface network
        set: host interface options, host interface vlan, host metadata, host name, host power, host rack, host rank, host storage, network
        set: network address, network dns, network gateway, network mask, network mtu, network name, network pxe, network zone, os attr, pallet tag
        set: password, repo, vm cpu, vm hypervisor, vm memory, vm storage host, vm storage name
        swap: host, host interface
        sync: config, dhcpd, dns, firmware, host boot, host config, host firewall, host firmware, host network, host repo, host time, vm
        unload: attrfile, hostfile
        verify: xml
        """;

    public static IReadOnlyList<string> All { get; } =
    [
        .. Text.Split('\n').Select(line => line.Trim().Split(':'))
            .SelectMany(pair => pair[1].Split(',', StringSplitOptions.TrimEntries).Select(rest => $"{pair[0]} {rest}".TrimEnd())),
    ];
}
