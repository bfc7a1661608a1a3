# The three controllers of a lab of Quorate, for `vagrant` in this folder too. `quorate up` writes this file: a change
# that is to stay belongs in Vagrantfile.tpl of Quorate. Everything that differs between labs is in this document.
require "json"
lab = JSON.parse(<<'LAB')
{{lab}}
LAB

Vagrant.configure("2") do |config|
  config.vm.box = lab["box"]
  # Told, Vagrant need not find out, which takes a dozen connections.
  config.vm.guest = "debian"
  config.vm.boot_timeout = lab["bootTimeout"]
  config.vm.synced_folder ".", "/vagrant", disabled: true
  config.vm.allow_hosts_modification = false

  # The lab's own key, and before the machine knows it the one that boxes come with.
  config.ssh.insert_key = false
  config.ssh.private_key_path = [
    File.join(__dir__, "id_ed25519"),
    # Newer versions of Vagrant have several.
    *Dir.glob("insecure_private_key{,s/*}", base: Vagrant.user_data_path).map { |key| Vagrant.user_data_path.join(key).to_s }
  ]

  lab["machines"].each do |machine|
    config.vm.define machine["name"] do |node|
      # Management: the lab host is on it. Cluster: nobody but the controllers.
      node.vm.network "private_network",
        ip: machine["management"]["address"], netmask: "255.255.255.0", mac: machine["management"]["mac"].delete(":"),
        auto_config: false,
        libvirt__network_name: lab["networks"]["management"], libvirt__host_ip: lab["labHost"],
        libvirt__forward_mode: "none", libvirt__dhcp_enabled: false
      node.vm.network "private_network",
        ip: machine["cluster"]["address"], netmask: "255.255.255.0", mac: machine["cluster"]["mac"].delete(":"),
        auto_config: false, virtualbox__intnet: lab["networks"]["cluster"],
        libvirt__network_name: lab["networks"]["cluster"], libvirt__forward_mode: "veryisolated",
        libvirt__dhcp_enabled: false

      # A machine of a public box becomes a controller first, with packages that the first one fetched for all.
      if lab["archive"]
        if File.exist?(lab["archive"])
          node.vm.provision "file", source: lab["archive"], destination: "/tmp/quorate-packages.tar"
        end
        node.vm.provision "shell", path: File.join(__dir__, "equip.sh")
      end
      node.vm.provision "shell",
        path: File.join(__dir__, "provision.sh"),
        env: {
          "NODE" => machine["name"],
          "HOSTS" => lab["machines"].map { |one| "#{one["management"]["address"]} #{one["name"]}" }.join(","),
          "MANAGEMENT" => "#{machine["management"]["mac"]} #{machine["management"]["address"]}",
          "CLUSTER" => "#{machine["cluster"]["mac"]} #{machine["cluster"]["address"]}",
          "PUBLIC_KEY" => lab["publicKey"]
        }

      node.vm.provider "virtualbox" do |virtualbox|
        virtualbox.name = "#{lab["prefix"]}#{machine["name"]}"
      end
    end
  end

  config.vm.provider "libvirt" do |libvirt|
    libvirt.default_prefix = lab["prefix"]
    libvirt.memory = lab["memory"]
    libvirt.cpus = lab["cpus"]
    libvirt.graphics_type = "none"
    libvirt.random model: "random"
    # A power cut of a controller leaves the host on: what is in the host's memory is not lost.
    libvirt.disk_driver cache: "unsafe"
    unless lab["hardware"]
      libvirt.driver = "qemu"
      libvirt.cpu_mode = "custom"
      libvirt.cpu_model = "qemu64"
    end
  end
  config.vm.provider "virtualbox" do |virtualbox|
    virtualbox.memory = lab["memory"]
    virtualbox.cpus = lab["cpus"]
    virtualbox.linked_clone = true
  end
  config.vm.provider "vmware_desktop" do |vmware|
    vmware.vmx["memsize"] = lab["memory"].to_s
    vmware.vmx["numvcpus"] = lab["cpus"].to_s
  end
  config.vm.provider "parallels" do |parallels|
    parallels.memory = lab["memory"]
    parallels.cpus = lab["cpus"]
  end
end
